import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startChild } from "./children/start.js";
import { clientKind } from "./clients.js";
import { brief, makeBench, taskAdded } from "./kit.js";
import { hasRedis, type RedisServer, startRedis } from "./redis-server.js";
import { openTime } from "./stores.js";

describe("a process that is killed in mid-handler", () => {
  let redis: RedisServer | undefined;

  beforeAll(async () => {
    redis = hasRedis ? await startRedis() : undefined;
    const child = startChild("holder.ts", ...(redis ? [String(redis.port)] : []));
    const stores = redis ? ["Redis", "memory"] : ["memory"];
    try {
      const holding = await Promise.all(stores.map(() => child.next()));
      expect(holding.sort()).toEqual(stores);
    } finally {
      await child.kill();
    }
  });

  afterAll(() => redis?.stop());

  test("takes a store in memory with it, so that the next one handles the event at once", async () => {
    const { router, deliver } = makeBench(memoryStore());
    router.on("task_added", () => {});

    expect(await deliver(taskAdded("held"))).toBe("200 handled");
  });

  test.skipIf(!hasRedis)("holds the event in Redis until its lease is over, and not for ever", async () => {
    const port = redis?.port ?? 0;
    const { store, close } = await clientKind("ioredis 5").connect(port);
    const time = await openTime(port);
    const { router, told, deliver } = makeBench(store);
    router.on("task_added", () => {});

    expect(await deliver(taskAdded("held"))).toBe("503 delivery_in_flight");
    await time.advance(60_000);
    expect(await deliver(taskAdded("held"))).toBe("200 handled");
    expect(await deliver(taskAdded("held"))).toBe("200 duplicate");
    expect(brief(told)).toEqual(["duplicate in_flight", "handled", "duplicate done"]);
    await Promise.all([close(), time.close()]);
  });
});
