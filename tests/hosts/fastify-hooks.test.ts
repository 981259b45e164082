import type { AddressInfo } from "node:net";
import { createGunzip, gzipSync } from "node:zlib";
import fastify, { type FastifyInstance } from "fastify";
import fastify4 from "fastify4";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { send } from "../support/client.js";
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

  test("a body that a hook of the host has made unreadable is answered, and ends no process", async () => {
    app.addHook("preHandler", (request, _reply, done) => {
      const get = (): never => {
        throw new Error("read it elsewhere");
      };
      Object.defineProperty(request, "body", { get });
      done();
    });
    app.register(toFastifyPlugin(recorder.receiver), { path: "/webhooks" });

    expect((await send(await listen(), { path: "/webhooks", body: taskAdded }, { agent: false })).body).toBe(
      '{"code":"internal_error"}',
    );
  });

  test("a body that a hook of the host has replaced is read from there", async () => {
    app.addHook("preParsing", (_request, _reply, payload, done) => {
      done(null, payload.pipe(createGunzip()));
    });
    app.register(toFastifyPlugin(recorder.receiver), { path: "/webhooks" });
    const port = await listen();

    const delivered = await send(port, { path: "/webhooks", body: gzipSync(taskAdded) }, { agent: false });

    expect(delivered.status).toBe(200);
    expect(recorder.handled).toEqual([JSON.parse(taskAdded)]);
  });

  test("an answer passes through the hooks of the host", async () => {
    app.addHook("onSend", (_request, reply, payload, done) => {
      reply.header("x-host", "ours");
      done(null, payload);
    });
    app.register(toFastifyPlugin(recorder.receiver), { path: "/webhooks" });
    const port = await listen();

    const delivered = await send(port, { path: "/webhooks", body: taskAdded }, { agent: false });

    expect(delivered.headers["x-host"]).toBe("ours");
  });

  test("what hooks see of the request's headers stays whole", async () => {
    const seenByHooks: unknown[] = [];
    app.addHook("onSend", (request, _reply, payload, done) => {
      seenByHooks.push(request.headers["user-agent"]);
      done(null, payload);
    });
    app.register(toFastifyPlugin(recorder.receiver));
    const port = await listen();
    await send(port, { body: taskAdded, headers: { "content-type": "text/plain" } }, { agent: false });

    expect(seenByHooks).toEqual(["Welcome-Webhook/1.0"]);
  });
});
