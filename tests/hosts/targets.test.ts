import { createServer } from "node:http";
import express from "express";
import express4 from "express4";
import fastify from "fastify";
import fastify4 from "fastify4";
import { createReceiver, EventRouter, type Receiver } from "optimizely-cmp-webhooks";
import { toExpressHandler } from "optimizely-cmp-webhooks/express";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { describe, expect, test } from "vitest";
import { secret, send } from "../support/client.js";
import { type Host, listen } from "../support/hosts.js";
import { record, taskAdded } from "../support/recorder.js";

/** Every way to bind a receiver to the path /webhooks. */
const bound: readonly (readonly [string, (receiver: Receiver) => Promise<Host>])[] = [
  ["node:http", (receiver) => listen(createServer(toNodeHandler(receiver, { path: "/webhooks" })))],
  ["Express 5", (receiver) => listen(createServer(express().post("/webhooks", toExpressHandler(receiver))))],
  ["Express 4", (receiver) => listen(createServer(express4().post("/webhooks", toExpressHandler(receiver))))],
  ["Fastify 5", (receiver) => startFastify(fastify, receiver)],
  ["Fastify 4", (receiver) => startFastify(fastify4 as never, receiver)],
];

async function startFastify(make: typeof fastify, receiver: Receiver): Promise<Host> {
  const app = make();
  app.register(toFastifyPlugin(receiver), { path: "/webhooks" });
  await app.ready();
  return listen(app.server);
}

describe.each(bound)("%s", (_name, start) => {
  test.each([
    ["/webhooks", 200],
    ["/webhooks?tenant=7", 200],
    ["http://receiver.example/webhooks", 200],
    ["http://receiver.example:8080/webhooks?tenant=7", 200],
    ["/elsewhere", 404],
    ["http://receiver.example/elsewhere", 404],
  ])("a delivery to the target %s is answered with %i", async (path, status) => {
    const { receiver, handled } = record();
    const host = await start(receiver);
    try {
      const seen = await send(host.port, { path, body: taskAdded }, { agent: false });

      expect([seen.status, handled.length]).toEqual([status, status === 200 ? 1 : 0]);
    } finally {
      await host.close();
    }
  });
});

test.each([
  ["/", "http://receiver.example/", 200],
  ["/", "/http://receiver.example", 404],
])(
  "toNodeHandler: a delivery for the path %s to the target %s is answered with %i",
  async (path, target, status) => {
    const host = await listen(createServer(toNodeHandler(record().receiver, { path })));
    try {
      const sent = { path: target, body: taskAdded };
      expect(await send(host.port, sent, { agent: false })).toMatchObject({ status });
    } finally {
      await host.close();
    }
  },
);

test("toNodeHandler: a request of a platform that tells no target is for another path", async () => {
  const told: unknown[] = [];
  const handle = toNodeHandler(
    {
      receive: async ({ misdirected }) => {
        told.push(misdirected);
        return { status: 404, headers: {}, body: "" };
      },
    },
    { path: "/webhooks" },
  );
  const host = await listen(
    createServer((request, response) => handle(Object.assign(request, { url: undefined }), response)),
  );
  try {
    await send(host.port, { path: "/webhooks", body: taskAdded }, { agent: false });
    expect(told).toEqual(['path is "/webhooks", received ""']);
  } finally {
    await host.close();
  }
});

describe("what the operator is told of a delivery to another path", () => {
  /** Sends one, and returns what the log and the listeners of `rejected` are told. */
  async function tell(path: string, isHeard: boolean): Promise<readonly string[]> {
    const told: string[] = [];
    const log = {
      warn: (text: string) => void told.push(text),
      error: (text: string) => void told.push(text),
    };
    const receiver = createReceiver({ router: new EventRouter(), secret, log });
    if (isHeard) {
      receiver.addEventListener("rejected", ({ detail: { error } }) => {
        told.push(`${error.code}: ${error.cause instanceof Error ? error.cause.message : "no cause"}`);
      });
    }
    const host = await listen(createServer(toNodeHandler(receiver, { path: "/webhooks" })));
    try {
      const { body } = await send(host.port, { path, body: taskAdded }, { agent: false });
      expect(body).toBe('{"code":"not_found"}');
    } finally {
      await host.close();
    }
    return told;
  }

  const named = 'path is "/webhooks", received';

  test.each([
    ["/api/webhooks", '"/api/webhooks"'],
    ["/webhooks/", '"/webhooks/"'],
    ["/?callback-secret=s3cr3t", '"/"'],
    ["/%1b]0;%0a", '"/%1b]0;%0a"'],
    [`/${"a".repeat(9_000)}`, `"/${"a".repeat(39)}..."`],
  ])("the line about %s has both paths, without the query", async (path, received) => {
    const [line = "", ...others] = await tell(path, false);
    expect(line).toMatch(/^optimizely-cmp-webhooks: 404 not_found: The request is for another path/);
    expect(line.endsWith(`${named} ${received}`)).toBe(true);
    expect(others).toEqual([]);
  });

  test("a listener of `rejected` finds them in the cause", async () => {
    expect(await tell("/elsewhere", true)).toEqual([`not_found: ${named} "/elsewhere"`]);
  });
});
