import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { DeliveryReceiver } from "optimizely-cmp-webhooks";
import { toExpressHandler } from "optimizely-cmp-webhooks/express";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { describe, expect, test } from "vitest";
import { open, type Sent, send } from "../support/client.js";
import { listen } from "../support/hosts.js";
import { record, taskAdded } from "../support/recorder.js";

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const adapters: readonly (readonly [string, (receiver: DeliveryReceiver) => Handle])[] = [
  ["toNodeHandler", toNodeHandler],
  ["toExpressHandler", toExpressHandler],
];

const guess = { "callback-secret": "guess" };
const requests: readonly (readonly [string, Sent, number])[] = [
  ["a delivery that is handled", { body: taskAdded }, 200],
  ["a refusal whose body is here", { body: taskAdded, headers: guess }, 401],
  ["a refusal whose body is still on its way", { body: taskAdded.padEnd(3_000_000), headers: guess }, 401],
  ["a body that is too long", { body: taskAdded.padEnd(6_000_000) }, 413],
  ["a body that does not arrive", { headers: { "content-length": "50" }, stall: true }, 408],
];

describe.each(adapters)("the promise of %s", (_name, adapt) => {
  test.each(requests)("is fulfilled when the response to %s has ended", async (_title, sent, status) => {
    const handle = adapt(record(status === 408 ? { deadlineMs: 50 } : {}).receiver);
    const ended: unknown[] = [];
    const host = await listen(
      createServer(async (request, response) => {
        ended.push(await handle(request, response), response.writableEnded, response.writableFinished);
      }),
    );
    try {
      const seen = await send(host.port, sent, { agent: false });

      expect(seen.status).toBe(status);
      await expect.poll(() => ended).toEqual([undefined, true, true]);
    } finally {
      await host.close();
    }
  });

  test("is fulfilled when the sender has gone away before the answer", async () => {
    const { receiver, router } = record();
    let finish = (): void => {};
    const begun = new Promise<void>((resolve) => {
      router.on("task_added", () => {
        resolve();
        return new Promise<void>((end) => {
          finish = end;
        });
      });
    });
    const handle = adapt(receiver);
    const outcomes: unknown[] = [];
    const host = await listen(
      createServer((request, response) => {
        response.on("close", () => finish());
        void handle(request, response).then((nothing) => outcomes.push(nothing));
      }),
    );
    try {
      const request = open(host.port, { body: taskAdded }, { agent: false });
      request.on("error", () => {});
      request.end(taskAdded);
      await begun;
      request.destroy();

      await expect.poll(() => outcomes).toEqual([undefined]);
    } finally {
      await host.close();
    }
  });

  test.each<[string, DeliveryReceiver["receive"]]>([
    ["rejects", () => Promise.reject(new Error("of a receiver of one's own"))],
    [
      "throws",
      () => {
        throw new Error("of a receiver of one's own");
      },
    ],
    ["answers nothing", async () => undefined as never],
    ["answers without a status", async () => ({ headers: {}, body: "" }) as never],
    [
      "answers headers that HTTP does not allow",
      async () => ({ status: 200, headers: { a: "\n" }, body: "" }),
    ],
    ["answers a status that HTTP does not know", async () => ({ status: 5, headers: {}, body: "" })],
  ])("is never rejected, also when the receiver %s", async (_title, receive) => {
    const handle = adapt({ receive });
    const outcomes: Promise<void>[] = [];
    const host = await listen(
      createServer((request, response) => void outcomes.push(handle(request, response))),
    );
    try {
      const seen = await send(host.port, { body: taskAdded }, { agent: false });

      expect(seen).toMatchObject({ status: 500, body: '{"code":"internal_error"}' });
      expect(await Promise.all(outcomes)).toEqual([undefined]);
    } finally {
      await host.close();
    }
  });
});
