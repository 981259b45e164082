import { deliveryKey, type TaskAddedEvent } from "optimizely-cmp-webhooks";
import { postgresStore } from "optimizely-cmp-webhooks/idempotency/postgres";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import type { PoolClient } from "pg";
import { describe, expect, test } from "vitest";
import { hasPostgres } from "../support/postgres.js";
import type { Database } from "./databases.js";
import { useEffects } from "./effects.js";
import { makeBench, taskAdded } from "./kit.js";

const event = createEvent("task_added");
const repeating = createEvent("task_metadata_modified");

describe.skipIf(!hasPostgres)("handler and mark in one transaction", () => {
  const use = useEffects();
  const effects = (): Promise<string[]> => use().list();

  /** Takes a client for it, as a handler does. */
  async function handle(
    work: (client: PoolClient) => unknown,
    { store, of = event }: { store?: Database["store"]; of?: TaskAddedEvent | typeof repeating } = {},
  ): Promise<boolean> {
    const client = await use().database.pool.connect();
    try {
      return await (store ?? use().database.store).within(client, of, () => work(client));
    } finally {
      client.release();
    }
  }

  const insert = (id: string) => (client: PoolClient) =>
    client.query("INSERT INTO effects VALUES ($1)", [id]);

  test("the work of an event is done once", async () => {
    expect(await handle(insert("1"))).toBe(true);
    expect(await handle(insert("2"))).toBe(false);
    expect(await effects()).toEqual(["1"]);
  });

  test("of many at once, one does the work, and the others wait for it", async () => {
    const all = await Promise.all(Array.from({ length: 9 }, (_, index) => handle(insert(`${index}`))));
    expect(all.filter((isFirst) => isFirst)).toHaveLength(1);
    expect(await effects()).toHaveLength(1);
  });

  test("work that throws leaves nothing behind, and the next one does it", async () => {
    const failing = handle(async (client) => {
      await insert("1")(client);
      throw new Error("x");
    });
    await expect(failing).rejects.toThrow("x");
    expect(await effects()).toEqual([]);
    expect(await handle(insert("2"))).toBe(true);
    expect(await effects()).toEqual(["2"]);
  });

  test("work that hides a failure of the database is not taken for done", async () => {
    const hiding = handle(async (client) => {
      await insert("1")(client);
      await client.query("INSERT INTO nowhere VALUES (1)").catch(() => {});
    });
    await expect(hiding).rejects.toThrow("The transaction was rolled back");
    expect(await effects()).toEqual([]);
    expect(await handle(insert("2"))).toBe(true);
  });

  test("an event without a key is handled each time, in a transaction", async () => {
    expect(deliveryKey(repeating)).toBeUndefined();
    expect(await handle(insert("1"), { of: repeating })).toBe(true);
    expect(await handle(insert("2"), { of: repeating })).toBe(true);
    expect(await effects()).toEqual(["1", "2"]);
  });

  test("another prefix is another handler, with a mark of its own", async () => {
    const store = postgresStore(use().database.pool, { prefix: "other:" });
    expect(await handle(insert("1"))).toBe(true);
    expect(await handle(insert("2"), { store })).toBe(true);
    expect(await handle(insert("3"), { store })).toBe(false);
    expect(await effects()).toEqual(["1", "2"]);
  });

  test("a mark lasts for four days, and rows whose time is over are removed in passing", async () => {
    await use().database.store.complete("old", 1_000, "A");
    await handle(insert("1"));
    await use().database.advance(4 * 86_400_000 - 10_000);
    expect(await handle(insert("2"))).toBe(false);
    await use().database.advance(10_000);
    expect(await handle(insert("3"))).toBe(true);
    expect([...(await use().database.keys()).keys()]).toEqual([`cmp:"${deliveryKey(event)}"`]);
  });

  test("a receiver with the same store does not take the mark for its own, nor the other way round", async () => {
    const { router, deliver } = makeBench(use().database.store, { secret: null });
    let fails = true;
    router.on("task_added", async (added) => {
      const client = await use().database.pool.connect();
      try {
        await use().database.store.within(client, added, () => insert(added.data.task.id)(client));
      } finally {
        client.release();
      }
      if (fails) throw new Error("behind the transaction");
    });
    expect(await deliver(taskAdded("1"))).toBe("500 handler_failed");
    fails = false;
    expect(await deliver(taskAdded("1"))).toBe("200 handled");
    expect(await deliver(taskAdded("1"))).toBe("200 duplicate");
    expect(await effects()).toEqual(["1"]);
  });

  test("a pool, or what is no client, is refused before anything runs", async () => {
    for (const client of [use().database.pool, undefined, {}, use().database]) {
      const refused = use().database.store.within(client as never, event, insert("1") as never);
      await expect(refused).rejects.toThrow(
        /^client must be a client of a pool, received .+ await pool.connect\(\)$/,
      );
    }
    expect(await effects()).toEqual([]);
  });

  test("a connection that is lost in mid-work is an error, and the work is undone", async () => {
    const lost = handle(async (client) => {
      await insert("1")(client);
      client.on("error", () => {});
      await client.query("SELECT pg_terminate_backend(pg_backend_pid())");
    });
    await expect(lost).rejects.toThrow(/terminat|administrator/);
    expect(await effects()).toEqual([]);
    expect(await handle(insert("2"))).toBe(true);
  });
});
