import { redisStore } from "optimizely-cmp-webhooks/idempotency/redis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ClientKind, clientKinds } from "./clients.js";
import { brief, makeBench, taskAdded } from "./kit.js";
import { hasRedis, type RedisServer, startRedis } from "./redis-server.js";
import { openTime } from "./stores.js";

const options = { prefix: "cmp:" };

/** A client of redis that gives that reply. */
function replying(reply: unknown) {
  return { eval: async () => reply, sendCommand() {} };
}

describe("the client", () => {
  const evalOnly = { eval: async () => "reserved" };
  test.each([
    ...[undefined, null, {}, { eval: "x", sendCommand() {} }, "redis://localhost", () => {}],
    // As the client of Upstash, whose eval takes other parameters.
    ...[evalOnly, Promise.resolve(replying("reserved"))],
  ])("%o is refused", (client) => {
    const make = () => redisStore(client as never, options);
    expect(make).toThrow(/^client must be a client of redis, ioredis or Bun, received /);
    // It may hold a password.
    expect(make).not.toThrow(/localhost/);
    expect(make).toThrow(TypeError);
  });

  test("may hand replies over as bytes", async () => {
    expect(await redisStore(replying(Buffer.from("in_flight")), options).reserve("a", 1_000, "A")).toBe(
      "in_flight",
    );
    expect(await redisStore(replying(Buffer.from("no")), options).complete("a", 1_000, "A")).toBe(false);
  });

  test.each([null, undefined, "OK", 1, []])("fails when it answers %j, as no script does", async (reply) => {
    const store = redisStore(replying(reply), options);
    await expect(async () => store.reserve("a", 1_000, "A")).rejects.toThrow(/^The reply of Redis must be/);
    await expect(async () => store.complete("a", 1_000, "A")).rejects.toThrow(TypeError);
  });

  test("is asked in one round trip, of one key", async () => {
    const calls: unknown[][] = [];
    const record = async (...given: unknown[]): Promise<string> => {
      calls.push(given.slice(1));
      return "reserved";
    };
    const clients = [
      { eval: record, sendCommand() {} },
      { eval: record, defineCommand() {}, sendCommand() {} },
      { send: async (command: string, [script, ...values]: string[]) => record(script, command, ...values) },
    ];
    for (const client of clients) await redisStore(client, options).reserve("a", 999.5, "A");

    expect(calls).toEqual([
      [{ keys: ["cmp:a"], arguments: ["A", "1000"] }],
      [1, "cmp:a", "A", "1000"],
      ["EVAL", "1", "cmp:a", "A", "1000"],
    ]);
  });
});

describe("the prefix", () => {
  test.each([undefined, null, "", 5, {}, "x".repeat(101)])("%j is refused", (prefix) => {
    const make = () => redisStore(replying("reserved"), { prefix: prefix as never });
    expect(make).toThrow(/^prefix must be a string of 1 to 100 characters, received .+ such as "shop:"$/);
    expect(make).toThrow(TypeError);
  });

  test("of 100 characters is long enough for anybody", () => {
    expect(() => redisStore(replying("reserved"), { prefix: "x".repeat(100) })).not.toThrow();
  });

  test.each([undefined, null, "shop:", []])("options of %j are refused", (wrong) => {
    expect(() => redisStore(replying("reserved"), wrong as never)).toThrow(/^options of redisStore must be/);
  });

  test("an option that does not exist is refused", () => {
    expect(() => redisStore(replying("reserved"), { ...options, ttl: 1 } as never)).toThrow(/received "ttl"/);
  });
});

describe.skipIf(!hasRedis)("in Redis", () => {
  let redis: RedisServer;
  let time: Awaited<ReturnType<typeof openTime>>;

  beforeAll(async () => {
    redis = await startRedis();
    time = await openTime(redis.port);
  });

  afterAll(async () => {
    time.close();
    await redis.stop();
  });

  describe.each(clientKinds)("by $name", (kind) => {
    test("every key begins with the prefix, and none is kept for ever", async () => {
      const { store, close } = await kind.connect(redis.port, { prefix: `${kind.name}:` });
      await store.reserve("held", 60_000, "A");
      await store.reserve("done", 60_000, "A");
      await store.complete("done", 345_600_000, "A");
      await store.reserve("released", 60_000, "A");
      await store.release("released", "A");
      await close();

      const keys = [...(await time.keys())].filter(([key]) => key.startsWith(kind.name)).sort();
      expect(keys.map(([key]) => key)).toEqual([`${kind.name}:done`, `${kind.name}:held`]);
      expect(keys[0]?.[1]).toBeGreaterThan(345_000_000);
      expect(keys[0]?.[1]).toBeLessThanOrEqual(345_600_000);
      expect(keys[1]?.[1]).toBeGreaterThan(30_000);
      expect(keys[1]?.[1]).toBeLessThanOrEqual(60_000);
      expect(await time.get(`${kind.name}:done`)).toBe("done by A");
    });

    test("two services with prefixes of their own handle each other's events", async () => {
      const services = await Promise.all(
        ["left:", "right:"].map((name) => kind.connect(redis.port, { prefix: name + kind.name })),
      );
      for (const { store, close } of services) {
        const { router, deliver } = makeBench(store);
        router.on("task_added", () => {});
        expect(await deliver(taskAdded("shared"))).toBe("200 handled");
        expect(await deliver(taskAdded("shared"))).toBe("200 duplicate");
        await close();
      }
    });

    test("a lease ends by the clock of Redis", async () => {
      const { store, close } = await kind.connect(redis.port);
      const take = (leaseMs: number, token: string) => store.reserve(`real ${kind.name}`, leaseMs, token);
      await take(60_000, "A");
      expect(await take(60_000, "B")).toBe("in_flight");
      await take(40, "A");
      await expect.poll(() => take(60_000, "B")).toBe("reserved");
      await close();
    });

    test("a Redis that is gone has deliveries refused at once, or handled without it", () => refuses(kind));
  });
});

async function refuses(kind: ClientKind): Promise<void> {
  const redis = await startRedis();
  const { store, close } = await kind.connect(redis.port);
  const strict = makeBench(store);
  const easy = makeBench(store, {}, { onStoreError: "handle" });
  for (const { router } of [strict, easy]) router.on("task_added", () => {});
  expect(await strict.deliver(taskAdded("1"))).toBe("200 handled");
  const causes: unknown[] = [];
  for (const { receiver } of [strict, easy]) {
    receiver.addEventListener("failed", ({ detail }) => void causes.push(detail.error.cause));
  }
  await redis.stop();

  expect(await strict.deliver(taskAdded("1"))).toBe("503 store_unavailable");
  expect(await easy.deliver(taskAdded("1"))).toBe("200 handled");
  expect(causes).toHaveLength(2);
  expect(causes.join("\n"), "at once: before the receiver has waited too long").not.toMatch(/did not answer/);
  expect(brief(easy.told)).toEqual(["failed store_unavailable", "handled"]);
  await close();
}
