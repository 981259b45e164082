import { postgresStore } from "optimizely-cmp-webhooks/idempotency/postgres";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { Pool } from "pg";
import { describe, expect, test } from "vitest";
import { hasPostgres } from "../support/postgres.js";
import { useEffects } from "./effects.js";
import { brief, makeBench, taskAdded } from "./kit.js";

describe.skipIf(!hasPostgres)("a database in operation", () => {
  const use = useEffects();

  test("a process that starts does not wait for the transactions of others, nor they for it", async () => {
    const { pool, store } = use().database;
    const client = await pool.connect();
    await store.within(client, createEvent("task_added"), async () => {
      await store.createTable();
      expect(await store.reserve("a", 60_000, "A")).toBe("reserved");
    });
    client.release();
  });

  test("the table is made in the first schema of the path, though another has one", async () => {
    const client = await use().database.pool.connect();
    await client.query("BEGIN; CREATE SCHEMA first");
    await client.query("SELECT set_config('search_path', 'first, ' || current_schema(), true)");
    await postgresStore(client, { prefix: "cmp:" }).createTable();
    const { rows } = await client.query("SELECT tablename FROM pg_tables WHERE schemaname = 'first'");
    expect(rows).toEqual([{ tablename: "cmp_webhook_events" }]);
    await client.query("ROLLBACK");
    client.release();
  });

  test.each(["repeatable\\ read", "serializable"])(
    "where transactions are %s, of many at once one is handled, and none goes without the check",
    async (level) => {
      const options = `-c default_transaction_isolation=${level}`;
      const url = new URL(use().url);
      url.searchParams.set("options", `${url.searchParams.get("options") ?? ""} ${options}`);
      const pool = new Pool({ connectionString: url.href, max: 20 });
      pool.on("error", () => {});
      const { rows } = await pool.query("SHOW transaction_isolation");
      expect(rows[0].transaction_isolation).toBe(level.replace("\\", ""));
      const store = postgresStore(pool, { prefix: "cmp:" });
      const { router, told, deliver } = makeBench(store, {}, { onStoreError: "handle" });
      const runs = new Map<string, number>();
      router.on("task_added", async ({ data: { task } }) => {
        runs.set(task.id, (runs.get(task.id) ?? 0) + 1);
        await pool.query("SELECT 1");
      });
      const ids = Array.from({ length: 200 }, (_, index) => `${index % 10}`);
      await Promise.all(ids.map((id) => deliver(taskAdded(id))));
      await pool.end();
      expect([...runs.values()]).toEqual(Array(10).fill(1));
      expect(brief(told).filter((name) => name.startsWith("failed"))).toEqual([]);
    },
  );

  test.each(["store", "within"])("a table that is not there is named with the fix: %s", async (way) => {
    const { pool, store } = use().database;
    await pool.query("ALTER TABLE cmp_webhook_events RENAME TO moved");
    const client = await pool.connect();
    const failing =
      way === "store"
        ? store.reserve("a", 60_000, "A")
        : store.within(client, createEvent("task_added"), () => {});
    await expect(failing).rejects.toMatchObject({
      message:
        'The table "cmp_webhook_events" does not exist. Run await store.createTable(), or its SQL as a migration',
      cause: { code: "42P01" },
    });
    client.release();
    await pool.query("ALTER TABLE moved RENAME TO cmp_webhook_events");
  });

  test("a table of the user's that is not there is told as the database tells it", async () => {
    const { pool, store } = use().database;
    const client = await pool.connect();
    const work = () => client.query("INSERT INTO nowhere VALUES (1)");
    await expect(store.within(client, createEvent("task_added"), work)).rejects.toThrow(
      'relation "nowhere" does not exist',
    );
    client.release();
  });

  test("no two prefixes have the same keys, whatever they are made of", async () => {
    const event = createEvent("task_added");
    const { pool } = use().database;
    for (const prefix of ["\0", "\\u0000", "\ud800", "\ud801", '"', '\\"', "\\", "你", "x".repeat(100)]) {
      const store = postgresStore(pool, { prefix });
      expect(await store.reserve("a", 60_000, "A"), prefix).toBe("reserved");
      expect(await store.reserve("a", 60_000, "B"), prefix).toBe("in_flight");
      const client = await pool.connect();
      expect(await store.within(client, event, () => {}), prefix).toBe(true);
      expect(await store.within(client, event, () => {}), prefix).toBe(false);
      client.release();
    }
  });
});
