import { createServer } from "node:http";
import type { DeliveryReceiver } from "optimizely-cmp-webhooks";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { describe, expect, test } from "vitest";
import { send } from "../support/client.js";
import { listen } from "../support/hosts.js";
import { record, taskAdded } from "../support/recorder.js";

describe("node:http", () => {
  test("a path without a slash in front throws at once, since no request would fit it", () => {
    expect(() => toNodeHandler(record().receiver, { path: "webhooks" })).toThrow(TypeError);
  });

  test("a server that refuses bodies where HTTP has none still answers HEAD", async () => {
    const { receiver } = record();
    const host = await listen(createServer({ rejectNonStandardBodyWrites: true }, toNodeHandler(receiver)));
    try {
      const seen = await send(host.port, { method: "HEAD" }, { agent: false });

      expect(seen).toMatchObject({ status: 405, body: "" });
    } finally {
      await host.close();
    }
  });

  test("what a host left behind is not looked at before the secret", async () => {
    const { receiver, announced } = record();
    const host = await listen(
      createServer((request, response) => {
        request.resume().on("end", () => {
          const trap = () => {
            throw new SyntaxError("a getter that parses");
          };
          Object.defineProperty(request, "body", { get: trap });
          void toNodeHandler(receiver)(request, response);
        });
      }),
    );
    try {
      const headers = { "callback-secret": "guess" };
      const refused = await send(host.port, { body: taskAdded, headers }, { agent: false });
      const failed = await send(host.port, { body: taskAdded }, { agent: false });

      expect([refused.status, failed.body]).toEqual([401, '{"code":"malformed_json"}']);
      expect(announced.map(({ code }) => code)).toEqual(["secret_mismatch", "malformed_json"]);
    } finally {
      await host.close();
    }
  });

  test.each([
    ["/webhooks", 200],
    ["/webhooks?tenant=7", 200],
    ["/webhooks/", 404],
    ["/", 404],
    ["/webhooksome", 404],
    ["//webhooks", 404],
    ["http://receiver.example/webhooks", 200],
    ["HTTP://receiver.example:8080/webhooks?tenant=7", 200],
    ["http://receiver.example/webhooks/", 404],
    ["http://receiver.example/", 404],
    ["http://receiver.example", 404],
    ["http://receiver.example/?/webhooks", 404],
    ["/http://receiver.example/webhooks", 404],
  ])("with a path of /webhooks, %s is answered with %i", async (path, status) => {
    const { receiver, handled: events } = record();
    const host = await listen(createServer(toNodeHandler(receiver, { path: "/webhooks" })));
    try {
      const seen = await send(host.port, { path, body: taskAdded }, { agent: false });

      expect(seen.status).toBe(status);
      expect(seen.body).toBe(status === 404 ? '{"code":"not_found"}' : '{"code":"handled"}');
      expect(events).toHaveLength(status === 200 ? 1 : 0);
    } finally {
      await host.close();
    }
  });

  test("an answer that the host has given already is left alone", async () => {
    const { receiver, handled: events } = record();
    const outcomes: Promise<void>[] = [];
    const host = await listen(
      createServer((request, response) => {
        const slow: DeliveryReceiver = {
          async receive(delivery) {
            const reply = await receiver.receive(delivery);
            response.writeHead(504).end("the host's own");
            return reply;
          },
        };
        outcomes.push(toNodeHandler(slow)(request, response));
      }),
    );
    try {
      const seen = await send(host.port, { body: taskAdded }, { agent: false });
      await Promise.all(outcomes);

      expect(seen).toMatchObject({ status: 504, body: "the host's own" });
      expect(events).toHaveLength(1);
    } finally {
      await host.close();
    }
  });
});
