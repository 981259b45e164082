import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fastify from "fastify";
import type { Receiver } from "optimizely-cmp-webhooks";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import { closeServer, toNodeHandler } from "optimizely-cmp-webhooks/node";
import { describe, expect, test } from "vitest";
import { defer } from "../receiver/kit.js";
import { secret } from "../support/client.js";
import { Client } from "../support/exchange.js";
import { record, taskAdded } from "../support/recorder.js";

const hosts: readonly (readonly [
  string,
  (receiver: Receiver) => Promise<ReturnType<typeof createServer>>,
])[] = [
  ["node:http", async (receiver) => createServer(toNodeHandler(receiver))],
  [
    "Fastify",
    async (receiver) => {
      const app = fastify();
      app.register(toFastifyPlugin(receiver), { path: "/" });
      await app.ready();
      return app.server;
    },
  ],
];

/** A promise that is fulfilled when `count` was called often enough. */
function countdown(times: number): { count: () => void; over: Promise<void> } {
  const { promise, resolve } = defer();
  let left = times;
  if (left === 0) resolve();
  return {
    over: promise,
    count: () => {
      if (--left === 0) resolve();
    },
  };
}

const head = `POST / HTTP/1.1\r\nhost: x\r\ncallback-secret: ${secret}\r\ncontent-length: ${taskAdded.length}\r\n\r\n`;
const delivery = head + taskAdded;

describe.each(hosts)("%s", (_name, make) => {
  test.each([
    { title: "two in flight are answered", before: 2, after: 0, answered: 2 },
    // A response that has begun to end the connection can have none behind it.
    {
      title: "one behind the response that ends the connection is not handled",
      before: 1,
      after: 1,
      answered: 1,
    },
    { title: "one behind two in flight is answered", before: 2, after: 1, answered: 3 },
    {
      title: "two behind two in flight are one answered and one not handled",
      before: 2,
      after: 2,
      answered: 3,
    },
  ])("of deliveries pipelined around a stop, $title", async (row) => {
    const { receiver, router } = record();
    const finish = defer();
    const begun = countdown(row.before);
    let handled = 0;
    router.on("task_added", () => {
      handled++;
      begun.count();
      return finish.promise;
    });
    const server = await make(receiver);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const client = new Client((server.address() as AddressInfo).port, delivery.repeat(row.before));
    await begun.over;
    const stopped = closeServer(server, receiver, { timeoutMs: 60_000 });
    const arrived = countdown(row.after);
    server.on("request", arrived.count);
    client.socket.write(delivery.repeat(row.after));
    await arrived.over;
    finish.resolve();
    await client.closed;

    expect(client.answer.match(/HTTP\/1\.1 200 /g)).toHaveLength(row.answered);
    expect(handled).toBe(row.answered);
    expect(await stopped).toBe(true);
  });
});
