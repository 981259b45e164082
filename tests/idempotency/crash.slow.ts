import type { IdempotencyStore } from "optimizely-cmp-webhooks";
import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasPostgres, PostgresServer } from "../support/postgres.js";
import { startChild } from "./children/start.js";
import { clientKind } from "./clients.js";
import { openDatabase } from "./databases.js";
import { brief, makeBench, taskAdded } from "./kit.js";
import { hasRedis, type RedisServer, startRedis } from "./redis-server.js";
import { openTime } from "./stores.js";

describe("a process that is killed in mid-handler", () => {
  let redis: RedisServer | undefined;
  let postgres: PostgresServer | undefined;

  beforeAll(async () => {
    redis = hasRedis ? await startRedis() : undefined;
    postgres = hasPostgres ? await PostgresServer.start() : undefined;
    const stores: string[] = [];
    if (redis) stores.push(`ioredis=redis://127.0.0.1:${redis.port}`);
    if (postgres) {
      await (await openDatabase(postgres.url)).close();
      stores.push(`pg=${postgres.url}`);
    }
    const child = startChild("holder.ts", ...stores);
    try {
      const holding = await Promise.all(["memory", ...stores].map(() => child.next()));
      expect(holding.sort()).toEqual([...stores.map((store) => store.split("=")[0]), "memory"].sort());
    } finally {
      await child.kill();
    }
  }, 60_000);

  afterAll(() => Promise.all([redis?.stop(), postgres?.stop()]));

  test("takes a store in memory with it, so that the next one handles the event at once", async () => {
    const { router, deliver } = makeBench(memoryStore());
    router.on("task_added", () => {});

    expect(await deliver(taskAdded("held"))).toBe("200 handled");
  });

  test.skipIf(!hasRedis)("holds the event in Redis until its lease is over, and not for ever", async () => {
    const port = redis?.port ?? 0;
    const { store, close } = await clientKind("ioredis 5").connect(port);
    const time = await openTime(port);
    await expectLease(store, time.advance);
    await Promise.all([close(), time.close()]);
  });

  test.skipIf(!hasPostgres)(
    "holds the event in PostgreSQL until its lease is over, and not for ever",
    async () => {
      const { store, advance, close } = await openDatabase(postgres?.url ?? "");
      await expectLease(store, advance);
      await close();
    },
  );
});

async function expectLease(store: IdempotencyStore, advance: (ms: number) => Promise<void>): Promise<void> {
  const { router, told, deliver } = makeBench(store);
  router.on("task_added", () => {});

  expect(await deliver(taskAdded("held"))).toBe("503 delivery_in_flight");
  await advance(60_000);
  expect(await deliver(taskAdded("held"))).toBe("200 handled");
  expect(await deliver(taskAdded("held"))).toBe("200 duplicate");
  expect(brief(told)).toEqual(["duplicate in_flight", "handled", "duplicate done"]);
}
