import { METHODS } from "node:http";
import type { AddressInfo } from "node:net";
import fastify from "fastify";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import { describe, expect, test } from "vitest";
import { send } from "../support/client.js";
import { record } from "../support/recorder.js";

describe("methods that Fastify 5 does not route by itself", () => {
  test.each(METHODS.filter((method) => method !== "CONNECT" && method !== "POST"))(
    "%s is answered with 405, as other methods are",
    async (method) => {
      const { receiver, announced } = record();
      const app = fastify();
      app.register(toFastifyPlugin(receiver), { path: "/webhooks" });
      app.get("/other", () => "other");
      await app.listen({ port: 0, host: "127.0.0.1" });
      try {
        const { port } = app.server.address() as AddressInfo;
        const seen = await send(
          port,
          { method, path: "/webhooks", headers: { "content-length": "0" } },
          { agent: false },
        );

        expect([seen.status, seen.headers.allow]).toEqual([405, "POST"]);
        expect(announced).toEqual([{ name: "rejected", code: "method_not_allowed" }]);
      } finally {
        app.server.closeAllConnections();
        await app.close();
      }
    },
  );
});

test("a method that the host of Fastify 5 has added without a body stays so", async () => {
  const app = fastify();
  app.addHttpMethod("PROPFIND");
  app.register(toFastifyPlugin(record().receiver), { path: "/webhooks" });
  app.route({ method: "PROPFIND", url: "/other", handler: ({ body = "none" }) => ({ body }) });
  await app.ready();
  const headers = { "content-type": "application/json" };
  const { body } = await app.inject({ method: "PROPFIND" as never, url: "/other", headers, payload: "{}" });
  await app.close();

  expect(JSON.parse(body)).toEqual({ body: "none" });
});

test("a method that was added gives the routes of the host its body, as those that Fastify 5 knows do", async () => {
  const app = fastify();
  app.register(toFastifyPlugin(record().receiver), { path: "/webhooks" });
  app.register(async (part) => void part.all("/other", ({ body = "none" }) => ({ body })));
  await app.ready();
  const headers = { "content-type": "application/json" };
  const { body } = await app.inject({ method: "REPORT" as never, url: "/other", headers, payload: "[7]" });
  await app.close();

  expect(JSON.parse(body)).toEqual({ body: [7] });
});
