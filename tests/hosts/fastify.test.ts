import type { AddressInfo } from "node:net";
import fastify, { type FastifyInstance } from "fastify";
import fastify4 from "fastify4";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Sent, secret, send } from "../support/client.js";
import { type Recorder, record, taskAdded } from "../support/recorder.js";

const makers: readonly (readonly [string, () => FastifyInstance])[] = [
  ["Fastify 5", () => fastify()],
  ["Fastify 4", () => fastify4() as never],
];

describe.each(makers)("%s", (_name, make) => {
  let app: FastifyInstance;
  let recorder: Recorder;

  beforeEach(() => {
    app = make();
    recorder = record();
  });

  afterEach(async () => {
    app.server.closeAllConnections();
    await app.close();
  });

  async function listen(): Promise<number> {
    await app.listen({ port: 0, host: "127.0.0.1" });
    return (app.server.address() as AddressInfo).port;
  }

  test("the other routes of the host keep their parsers", async () => {
    app.register(toFastifyPlugin(recorder.receiver), { path: "/webhooks" });
    app.post("/echo", (request, reply) => reply.send({ got: request.body }));
    const port = await listen();

    const echoed = await send(port, { path: "/echo", body: '{"a":1}' }, { agent: false });
    const refused = await send(port, { path: "/echo", body: '{"a":' }, { agent: false });
    const delivered = await send(port, { path: "/webhooks", body: taskAdded }, { agent: false });

    expect([echoed.body, refused.status, delivered.status]).toEqual(['{"got":{"a":1}}', 400, 200]);
  });

  test("a request that is injected is answered as one over a socket, with its connection kept", async () => {
    app.register(toFastifyPlugin(recorder.receiver), { path: "/webhooks" });

    const { statusCode, headers } = await app.inject({
      method: "POST",
      url: "/webhooks",
      headers: { "callback-secret": secret },
      payload: taskAdded,
    });

    expect(statusCode).toBe(200);
    expect(headers.connection).not.toBe("close");
  });

  test("it is found under the prefix it is registered with", async () => {
    app.register(toFastifyPlugin(recorder.receiver), { path: "/cmp", prefix: "/hooks" });
    const port = await listen();

    const delivered = await send(port, { path: "/hooks/cmp", body: taskAdded }, { agent: false });
    const elsewhere = await send(port, { path: "/cmp", body: taskAdded }, { agent: false });

    expect([delivered.status, elsewhere.status]).toEqual([200, 404]);
  });

  test("a host that refuses the request before us is not overruled", async () => {
    app.addHook("onRequest", (_request, reply) => reply.code(429).send({ slow: "down" }));
    app.register(toFastifyPlugin(recorder.receiver), { path: "/webhooks" });
    const port = await listen();

    const delivered = await send(port, { path: "/webhooks", body: taskAdded }, { agent: false });

    expect(delivered).toMatchObject({ status: 429, body: '{"slow":"down"}' });
    expect(recorder.announced).toEqual([]);
  });

  test("the body limit of the host does not replace the limit of the receiver", async () => {
    await app.close();
    app = make();
    app.register(toFastifyPlugin(recorder.receiver), { path: "/webhooks" });
    const port = await listen();

    const delivered = await send(
      port,
      { path: "/webhooks", body: taskAdded.padEnd(2_000_000) },
      { agent: false },
    );

    expect(delivered.status).toBe(200);
  });

  const refusals: readonly (readonly [string, Sent, number])[] = [
    ["unread", { body: taskAdded.padEnd(300_000), headers: { "callback-secret": "guess" } }, 401],
    ["too long", { body: taskAdded.padEnd(6_000_000) }, 413],
    ["of a small size and wrong", { body: taskAdded, headers: { "callback-secret": "guess" } }, 401],
  ];

  test.each(refusals)(
    "a refusal of a body that is %s keeps what hooks have set, and passes through onSend",
    async (_title, sent, status) => {
      const seenByHooks: unknown[] = [];
      app.addHook("onRequest", (_request, reply, done) => {
        reply.header("x-request-id", "of-the-host");
        done();
      });
      app.addHook("onSend", (_request, reply, payload, done) => {
        reply.header("x-sent", String(payload).length);
        done(null, payload);
      });
      app.addHook("onResponse", (_request, reply, done) => {
        seenByHooks.push(reply.statusCode);
        done();
      });
      app.register(toFastifyPlugin(recorder.receiver), { path: "/webhooks" });
      const port = await listen();

      const seen = await send(port, { path: "/webhooks", ...sent }, { agent: false });

      expect(seen.status).toBe(status);
      expect(seen.headers).toMatchObject({
        "x-request-id": "of-the-host",
        "x-sent": String(seen.body.length),
      });
      await expect.poll(() => seenByHooks).toEqual([status]);
    },
  );

  test("a receiver of one's own that rejects is answered with 500", async () => {
    app.register(toFastifyPlugin({ receive: () => Promise.reject(new Error("private words")) }));
    const port = await listen();

    expect(await send(port, { body: taskAdded }, { agent: false })).toMatchObject({
      status: 500,
      body: '{"code":"internal_error"}',
    });
  });

  test("a reply that the host has broken ends the connection, so that CMP sends the delivery again", async () => {
    app.addHook("preHandler", (_request, reply, done) => {
      reply.send = () => {
        throw new Error("sealed");
      };
      done();
    });
    app.register(toFastifyPlugin(recorder.receiver), { path: "/webhooks" });
    const port = await listen();

    await expect(send(port, { path: "/webhooks", body: taskAdded }, { agent: false })).rejects.toThrow(
      "socket hang up",
    );
  });

  test.each(["nonsense", ";", "application/"])(
    "a content type that Fastify refuses, %j, is no matter",
    async (type) => {
      app.register(toFastifyPlugin(recorder.receiver), { path: "/webhooks" });
      const headers = { "content-type": type };

      expect(
        await send(await listen(), { path: "/webhooks", body: taskAdded, headers }, { agent: false }),
      ).toMatchObject({
        status: 200,
      });
    },
  );
});
