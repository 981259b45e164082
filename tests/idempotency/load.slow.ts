import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasPostgres, PostgresServer } from "../support/postgres.js";
import type { Order, Result } from "./children/load.js";
import type { Client } from "./children/open-store.js";
import { type Child, startChild } from "./children/start.js";
import { openDatabase } from "./databases.js";
import { hasRedis, startRedis } from "./redis-server.js";

/** 5,000 events, each delivered to both processes at once: 10,000 deliveries, half of them duplicates in flight. */
const rounds = 100;
const eventsPerRound = 50;

describe.skipIf(!hasRedis)("two processes over one Redis", () => {
  completesOnce(["redis", "ioredis"], async () => {
    const { port, stop } = await startRedis();
    return { url: `redis://127.0.0.1:${port}`, stop };
  });
});

describe.skipIf(!hasPostgres)("two processes over one PostgreSQL", () => {
  completesOnce(["pg", "pg"], async () => {
    const server = await PostgresServer.start();
    await (await openDatabase(server.url)).close();
    return { url: server.url, stop: () => server.stop() };
  });
});

function completesOnce(
  clients: readonly Client[],
  start: () => Promise<{ url: string; stop(): Promise<void> }>,
): void {
  let server: Awaited<ReturnType<typeof start>>;
  let children: readonly Child[];

  beforeAll(async () => {
    server = await start();
    children = clients.map((client) => startChild("loaded.ts", client, server.url));
    expect(await hear()).toEqual(["ready", "ready"]);
  }, 60_000);

  afterAll(async () => {
    await Promise.all(children.map((child) => child.kill()));
    await server.stop();
  });

  test("complete the handlers of each of 5,000 events once, of 10,000 deliveries at once", async () => {
    const done = new Map<string, number>();
    const count = { deliveries: 0, inFlight: 0, failed: 0, duplicates: 0 };
    for (let round = 0; round < rounds; round++) {
      const ids = Array.from({ length: eventsPerRound }, (_, index) => `${round}-${index}`);
      // Every 20th event fails where it is handled first.
      const failing = ids.filter((_, index) => index % 20 === 0);
      const first = await deliverToBoth(ids, failing);
      count.deliveries += 2 * ids.length;
      count.inFlight += first.refused.length;
      count.failed += first.failed.length;
      // CMP delivers again what was not acknowledged: what failed is handled now, and the rest is done.
      const again = [...new Set([...first.refused, ...first.failed])];
      const second = await deliverToBoth(again, []);
      const third = await deliverToBoth(second.refused, []);
      count.duplicates += second.duplicates.length;
      expect(third.duplicates).toHaveLength(2 * second.refused.length);
      for (const { completed } of [first, second, third]) {
        for (const id of completed) done.set(id, (done.get(id) ?? 0) + 1);
      }
    }

    expect(count).toEqual({ deliveries: 10_000, inFlight: 5_000, failed: 300, duplicates: 9_400 });
    expect(done.size).toBe(5_000);
    expect([...done.values()].filter((times) => times !== 1)).toEqual([]);
  });

  async function deliverToBoth(ids: readonly string[], failing: readonly string[]): Promise<Result> {
    tell({ name: "deliver", ids, failing });
    // Now every event is in a handler of one of them, and the other delivery of it is refused.
    expect(await hear()).toEqual(["settled", "settled"]);
    tell({ name: "finish" });
    const results = (await hear()) as Result[];
    const all = (name: keyof Result): string[] => results.flatMap((result) => result[name]);
    return {
      completed: all("completed"),
      failed: all("failed"),
      refused: all("refused"),
      duplicates: all("duplicates"),
    };
  }

  function tell(order: Order): void {
    for (const child of children) child.process.send(order);
  }

  function hear(): Promise<unknown[]> {
    return Promise.all(children.map((child) => child.next()));
  }
}
