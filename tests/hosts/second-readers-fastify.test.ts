import type { AddressInfo } from "node:net";
import { createGunzip } from "node:zlib";
import fastify, { type FastifyInstance } from "fastify";
import rawBody from "fastify-raw-body";
import fastify4 from "fastify4";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import { describe, expect, test } from "vitest";
import { open, type Sent, secret, send } from "../support/client.js";
import { listen } from "../support/hosts.js";
import { record, taskAdded } from "../support/recorder.js";
import {
  consumed,
  findLate,
  handled,
  hosts,
  parsed,
  readAlong,
  whole,
  zipped,
} from "./second-readers-kit.js";

describe.each(hosts)("%s, with somebody ahead who", (_name, serve) => {
  test("reads along until the sender closes the connection", async () => {
    const { receiver, announced } = record({ secret: findLate });
    const host = await listen(
      serve(
        readAlong(() => {}),
        receiver,
      ),
    );
    try {
      const rejected = new Promise((resolve) => receiver.addEventListener("rejected", resolve));
      const request = open(host.port, { headers: { "content-length": "500" } }, { agent: false });
      request.on("error", () => {});
      request.write(taskAdded, () => request.destroy());
      await rejected;

      expect(announced).toEqual([{ name: "rejected", code: "body_aborted" }]);
    } finally {
      await host.close();
    }
  });
});

describe.each([
  ["Fastify 5", fastify],
  ["Fastify 4", fastify4 as never as typeof fastify],
])("%s, with a hook ahead that", (_name, make) => {
  async function deliver(
    app: FastifyInstance,
    sent: Sent,
    key: typeof findLate | string,
  ): Promise<{ answer: string; events: unknown[] }> {
    const { receiver, handled: events } = record({ secret: key });
    app.register(toFastifyPlugin(receiver));
    await app.listen({ port: 0, host: "127.0.0.1" });
    try {
      const seen = await send((app.server.address() as AddressInfo).port, sent, { agent: false });
      return { answer: `${seen.status} ${seen.body}`, events };
    } finally {
      app.server.closeAllConnections();
      await app.close();
    }
  }

  test.each([
    ["secret", secret, handled],
    ["findLate", findLate, consumed],
  ])("reads along and keeps nothing, with %s", async (_title, key, answer) => {
    const app = make();
    app.addHook("preParsing", (_request, _reply, payload, done) => {
      payload.on("data", () => {});
      done(null, payload);
    });

    expect((await deliver(app, whole, key)).answer).toBe(answer);
  });

  test.each([secret, findLate])("decodes the body", async (key) => {
    const app = make();
    app.addHook("preParsing", (_request, _reply, payload, done) => done(null, payload.pipe(createGunzip())));

    expect(await deliver(app, zipped, key)).toEqual({ answer: handled, events: [parsed] });
  });

  test.each([secret, findLate])("leaves an encoded body as it is", async (key) => {
    expect((await deliver(make(), zipped, key)).answer).toBe('415 {"code":"unsupported_encoding"}');
  });

  test.each([secret, findLate])("puts a parsed body in place", async (key) => {
    const app = make();
    app.addHook("preValidation", (request, _reply, done) => {
      request.raw.on("end", () => {
        request.body = parsed;
        done();
      });
      request.raw.resume();
    });

    expect(await deliver(app, whole, key)).toEqual({ answer: handled, events: [parsed] });
  });
});

test.each<[string, typeof findLate | string]>([
  ["a secret that is known", secret],
  ["a secret that is found late", findLate],
])("fastify-raw-body ahead takes nothing from the receiver, with %s", async (_title, key) => {
  const { receiver, handled: events } = record({ secret: key });
  const app = fastify();
  await app.register(rawBody);
  app.register(toFastifyPlugin(receiver));
  await app.listen({ port: 0, host: "127.0.0.1" });
  try {
    const seen = await send((app.server.address() as AddressInfo).port, whole, { agent: false });

    expect([seen.status, events]).toEqual([200, [parsed]]);
  } finally {
    app.server.closeAllConnections();
    await app.close();
  }
});
