import { postgresStore } from "optimizely-cmp-webhooks/idempotency/postgres";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { hasPostgres, PostgresServer } from "../support/postgres.js";
import { type Database, openDatabase } from "./databases.js";
import { brief, makeBench, taskAdded } from "./kit.js";

const options = { prefix: "cmp:" };

/** A pool that gives those rows. */
function replying(...rows: unknown[]) {
  return { query: async () => ({ rows, command: "SELECT" }) };
}

describe("the pool", () => {
  test.each([undefined, null, {}, { query: "x" }, "postgres://localhost"])("%j is refused", (pool) => {
    const make = () => postgresStore(pool as never, options);
    expect(make).toThrow(/^pool must be a Pool of pg, received /);
    // It may hold a password.
    expect(make).not.toThrow(/localhost/);
    expect(make).toThrow(TypeError);
  });

  test.each([[], [null], [{}], [{ answer: "busy" }], ["reserved"]])(
    "fails when it answers %j, as no statement does",
    async (...rows) => {
      const store = postgresStore(replying(...rows), options);
      if (rows[0] === "reserved") expect(await store.reserve("a", 1_000, "A")).toBe("reserved");
      else await expect(store.reserve("a", 1_000, "A")).rejects.toThrow(/^The reply of PostgreSQL must be/);
    },
  );
});

test.each([
  ["undefined", undefined],
  ["an array", [{ answer: "reserved" }]],
  ["an object", { rows: null }],
])("a result that is not that of pg is named: %s", async (received, result) => {
  const store = postgresStore({ query: async () => result as never }, options);
  for (const step of [store.reserve, store.complete]) {
    await expect(step("a", 1_000, "A")).rejects.toThrow(
      `query must give a result with rows, received ${received}. Give the store a Pool of pg`,
    );
  }
});

describe("the prefix", () => {
  test.each([undefined, null, "", 5, {}, "x".repeat(101)])("%j is refused", (prefix) => {
    const make = () => postgresStore(replying(), { prefix: prefix as never });
    expect(make).toThrow(/^prefix must be a string of 1 to 100 characters, received .+ such as "shop:"$/);
    expect(make).toThrow(TypeError);
  });

  test("an option that does not exist is refused", () => {
    expect(() => postgresStore(replying(), { ...options, table: "x" } as never)).toThrow(
      /^options of postgresStore must be of prefix, received "table"/,
    );
  });
});

describe.skipIf(!hasPostgres)("in PostgreSQL", () => {
  let server: PostgresServer;
  let database: Database;

  beforeAll(async () => {
    server = await PostgresServer.start();
    database = await openDatabase(server.url);
  }, 60_000);

  afterAll(async () => {
    await database.close();
    await server.stop();
  });

  test("the table can be made by many at once, and again", async () => {
    await database.pool.query("DROP TABLE cmp_webhook_events");
    await Promise.all(Array.from({ length: 10 }, () => database.store.createTable()));
    await database.store.createTable();
    expect([...(await database.keys())]).toEqual([]);
  });

  test("every key begins with the prefix, and two services handle each other's events", async () => {
    for (const prefix of ["left:", "right:"]) {
      const { router, deliver } = makeBench(postgresStore(database.pool, { prefix }), { secret: null });
      router.on("task_added", () => {});
      expect(await deliver(taskAdded("shared"))).toBe("200 handled");
      expect(await deliver(taskAdded("shared"))).toBe("200 duplicate");
    }
    expect([...(await database.keys())]).toEqual([
      ["left:task_added:shared", true],
      ["right:task_added:shared", true],
    ]);
  });

  test("each step is one statement", async () => {
    const query = vi.spyOn(database.pool, "query");
    const { router, deliver } = makeBench(database.store);
    router.on("task_added", () => {});
    await deliver(taskAdded("statements"));
    expect(query).toHaveBeenCalledTimes(2);
    query.mockRestore();
  });

  test.each([
    [345_600_000, 4],
    // More than a date of PostgreSQL can hold.
    [Number.MAX_VALUE, 36_500],
  ])("a mark for %d ms is kept for %i days, and is nobody else's", async (ttlMs, days) => {
    const { store, pool } = database;
    expect(await store.complete("kept", ttlMs, "A")).toBe(true);
    expect(await store.complete("kept", ttlMs, "B")).toBe(false);
    const { rows } = await pool.query(
      `SELECT round(extract(epoch FROM until - clock_timestamp()) / 86400)::int AS days
       FROM cmp_webhook_events WHERE key = 'cmp:kept'`,
    );
    expect(rows).toEqual([{ days }]);
    await pool.query("DELETE FROM cmp_webhook_events WHERE key = 'cmp:kept'");
  });

  test("rows whose time is over are removed in passing, two for each delivery", async () => {
    const { store, advance, keys } = database;
    for (const key of ["a", "b", "c", "d", "e"]) await store.complete(key, 1_000, "A");
    await advance(345_600_000);
    const over = (await keys()).size;
    await store.reserve("new", 60_000, "A");
    expect((await keys()).size).toBe(over - 2 + 1);
    for (let index = 0; index < over; index++) await store.reserve("new", 60_000, "A");
    expect([...(await keys())]).toEqual([["cmp:new", false]]);
    await store.release("new", "A");
  });

  test("many who take the same keys at once, all over and all swept by the others, never wait for each other", async () => {
    const { store, advance } = database;
    const keys = Array.from({ length: 60 }, (_, index) => `over ${index}`);
    for (let round = 0; round < 5; round++) {
      await Promise.all(keys.map((key) => store.reserve(key, 60_000, "old")));
      await advance(60_000);
      const turned = [...keys.slice(round * 7), ...keys.slice(0, round * 7)];
      const asked = [...keys, ...turned.reverse()].map((key, index) =>
        store.reserve(key, 60_000, `${index}`),
      );
      const answers = await Promise.all(asked);
      expect(answers.filter((answer) => answer === "reserved")).toHaveLength(60);
      expect(answers.filter((answer) => answer === "in_flight")).toHaveLength(60);
      await advance(60_000);
    }
  });

  test("a lease ends by the clock of the database", async () => {
    const { store } = database;
    await store.reserve("real", 40, "A");
    expect(await store.reserve("real", 60_000, "B")).toMatch(/in_flight|reserved/);
    await expect.poll(() => store.reserve("real", 60_000, "B")).toBe("reserved");
  });

  test("a time that no date can have is cut", async () => {
    expect(await database.store.reserve("long", Number.MAX_SAFE_INTEGER, "A")).toBe("reserved");
    expect(await database.store.complete("long", Number.MAX_SAFE_INTEGER, "A")).toBe(true);
  });

  test("a database that is gone has deliveries refused, or handled without it; when it is back, all is as before", async () => {
    const strict = makeBench(database.store);
    const easy = makeBench(database.store, {}, { onStoreError: "handle" });
    for (const { router } of [strict, easy]) router.on("task_added", () => {});
    expect(await strict.deliver(taskAdded("gone"))).toBe("200 handled");
    await server.halt();

    expect(await strict.deliver(taskAdded("gone"))).toBe("503 store_unavailable");
    expect(await easy.deliver(taskAdded("gone"))).toBe("200 handled");
    expect(brief(easy.told)).toEqual(["failed store_unavailable", "handled"]);
    await server.start();
    expect(await strict.deliver(taskAdded("gone"))).toBe("200 duplicate");
  });

  test("a table that is not there has deliveries refused, and the failure says so", async () => {
    await database.pool.query("ALTER TABLE cmp_webhook_events RENAME TO moved");
    const { router, told, deliver } = makeBench(database.store);
    router.on("task_added", () => {});
    expect(await deliver(taskAdded("nowhere"))).toBe("503 store_unavailable");
    const [failure] = told;
    expect(failure?.name === "failed" && String(failure.detail.error.cause)).toMatch(
      /"cmp_webhook_events" does not exist/,
    );
    await database.pool.query("ALTER TABLE moved RENAME TO cmp_webhook_events");
    expect(await deliver(taskAdded("nowhere"))).toBe("200 handled");
  });
});
