import { type PostgresStore, postgresStore } from "optimizely-cmp-webhooks/idempotency/postgres";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { Pool, type PoolClient, type PoolConfig } from "pg";
import { describe, expect, test, vi } from "vitest";
import { hasPostgres } from "../support/postgres.js";
import { useEffects } from "./effects.js";
import { defer } from "./kit.js";

const [event, second] = [createEvent("task_added"), createEvent("campaign_added")];

describe.skipIf(!hasPostgres)("a transaction that something breaks", () => {
  const use = useEffects();
  const effects = (): Promise<string[]> => use().list();
  const insert = (client: PoolClient, id: string) => client.query("INSERT INTO effects VALUES ($1)", [id]);
  const cut = (pid: unknown) => use().database.pool.query("SELECT pg_terminate_backend($1)", [pid]);
  const pidOf = async (client: PoolClient): Promise<unknown> =>
    (await client.query("SELECT pg_backend_pid() AS pid")).rows[0].pid;

  /** A pool of one client, so that the next one who asks gets the client of the last. */
  async function withPool(run: (store: PostgresStore, pool: Pool) => Promise<void>, config: PoolConfig = {}) {
    const pool = new Pool({ connectionString: use().url, max: 1, ...config });
    pool.on("error", () => {});
    await run(postgresStore(pool, { prefix: "cmp:" }), pool);
    await pool.end();
  }

  async function handle(
    { store, pool }: { store: PostgresStore; pool: Pool },
    work: (client: PoolClient) => unknown,
    of: typeof event | typeof second = event,
  ): Promise<boolean> {
    const client = await pool.connect();
    try {
      return await store.within(client, of, () => work(client));
    } finally {
      client.release();
    }
  }

  // Vitest fails the run for an `error` that nobody listens to; a process of a user would end.
  test.each(["between two statements", "in a statement"])(
    "a connection that is lost %s harms no process, and the next delivery does the work",
    async (when) => {
      await withPool(async (store, pool) => {
        const lost = handle({ store, pool }, async (client) => {
          await insert(client, "1");
          const pid = await pidOf(client);
          const ended = new Promise((resolve) => client.once("end", resolve));
          const asleep = when === "in a statement" ? client.query("SELECT pg_sleep(60)") : undefined;
          await Promise.all([cut(pid), ended, asleep]);
        });
        await expect(lost).rejects.toThrow(/terminat|connection/i);
        expect(await effects()).toEqual([]);
        expect(await handle({ store, pool }, (client) => insert(client, "2"))).toBe(true);
        expect(await effects()).toEqual(["2"]);
      });
    },
  );

  test("a client that cannot be told to roll back does not return to the pool in its transaction", async () => {
    await withPool(
      async (store, pool) => {
        let pid: unknown;
        const slow = handle({ store, pool }, async (client) => {
          pid = await pidOf(client);
          await insert(client, "1");
          await client.query("SELECT pg_sleep(60)");
        });
        await expect(slow).rejects.toThrow("Query read timeout");
        expect(await handle({ store, pool }, (client) => insert(client, "2"), second)).toBe(true);
        expect(await effects()).toEqual(["2"]);
        // PostgreSQL sees only at the end of a statement that nobody waits for it.
        await cut(pid);
        expect(await handle({ store, pool }, (client) => insert(client, "3"))).toBe(true);
      },
      { query_timeout: 200 },
    );
  });

  test("two events at once on one client are both refused", async () => {
    await withPool(async (store, pool) => {
      const client = await pool.connect();
      const both = await Promise.allSettled([
        store.within(client, event, async () => {
          await insert(client, "1");
          throw new Error("x");
        }),
        store.within(client, second, () => insert(client, "2")),
      ]);
      client.release();
      expect(both[0]).toMatchObject({ status: "rejected" });
      expect(both[1]).toMatchObject({
        status: "rejected",
        reason: { message: expect.stringMatching(/^client must be outside of a transaction.+pool.connect/) },
      });
      expect(await effects()).toEqual([]);
      expect(await handle({ store, pool }, () => insert(client, "3"))).toBe(true);
      expect(await handle({ store, pool }, () => insert(client, "4"), second)).toBe(true);
    });
  });

  test("a transaction of the caller's is refused and left as it is", async () => {
    await withPool(async (store, pool) => {
      const client = await pool.connect();
      await client.query("BEGIN");
      await insert(client, "1");
      await expect(store.within(client, event, () => insert(client, "2"))).rejects.toThrow(
        "client must be outside of a transaction",
      );
      await client.query("COMMIT");
      client.release();
      expect(await effects()).toEqual(["1"]);
    });
  });

  test.each(["ROLLBACK", "COMMIT", "BEGIN"])("work that sends %s is refused", async (word) => {
    await withPool(async (store, pool) => {
      const refused = handle({ store, pool }, async (client) => {
        await insert(client, "1");
        await client.query(word);
      });
      await expect(refused).rejects.toThrow(/^work must neither begin, commit nor roll back/);
      // What was committed is marked; what was rolled back is done by the next one.
      const isDone = word === "COMMIT";
      expect(await effects()).toEqual(isDone ? ["1"] : []);
      expect(await handle({ store, pool }, (client) => insert(client, "2"))).toBe(!isDone);
    });
  });

  test.each([
    ["undefined", () => undefined],
    ["a promise", () => Promise.reject(new Error("nobody waits for it"))],
  ])("%s is no work, and nothing runs", async (received, make) => {
    await withPool(async (store, pool) => {
      const client = await pool.connect();
      const query = vi.spyOn(client, "query");
      await expect(store.within(client, event, make() as never)).rejects.toThrow(
        `work must be a function, received ${received}`,
      );
      expect(query).not.toHaveBeenCalled();
      client.release();
    });
  });

  test.each([
    function* () {
      yield 1;
    },
    async function* () {
      yield 1;
    },
  ])("a generator function is refused, since its body never ran", async (work) => {
    await withPool(async (store, pool) => {
      await expect(handle({ store, pool }, work)).rejects.toThrow(
        "work must be a function or an async function",
      );
      expect(await handle({ store, pool }, (client) => insert(client, "1"))).toBe(true);
    });
  });

  test("with lock_timeout a second delivery does not wait for work that never ends", async () => {
    await withPool(
      async (store, pool) => {
        const [begun, gate] = [defer(), defer()];
        const first = handle({ store, pool }, async (client) => {
          await insert(client, "1");
          begun.resolve();
          await gate.promise;
        });
        await begun.promise;
        const waiting = handle({ store, pool }, (client) => insert(client, "2"));
        await expect(waiting).rejects.toThrow("lock timeout");
        gate.resolve();
        expect(await first).toBe(true);
        expect(await effects()).toEqual(["1"]);
      },
      { max: 2, lock_timeout: 100 },
    );
  });

  test("a client keeps no listener", async () => {
    await withPool(async (store, pool) => {
      const client = await pool.connect();
      const names = ["error", "notice"];
      const before = names.map((name) => client.listenerCount(name));
      await store.within(client, event, () => insert(client, "1"));
      await expect(store.within(client, second, () => Promise.reject(new Error("x")))).rejects.toThrow("x");
      expect(names.map((name) => client.listenerCount(name))).toEqual(before);
      client.release();
    });
  });
});
