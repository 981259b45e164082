import { randomUUID } from "node:crypto";
import { type PostgresStore, postgresStore } from "optimizely-cmp-webhooks/idempotency/postgres";
import { Client, Pool } from "pg";
import { inject } from "vitest";
import { PostgresServer } from "../support/postgres.js";

/** A store over a pool of its own. */
export interface Database {
  readonly pool: Pool;
  readonly store: PostgresStore;
  /** Lets time pass: what every row has left becomes less by so much. */
  advance(ms: number): Promise<void>;
  /** All keys, by name, with whether each is done. */
  keys(): Promise<Map<string, boolean>>;
  close(): Promise<void>;
}

/** A database like new, where other tests have theirs: in the PostgreSQL of the run, or one of its own if there is none. */
export async function openOwn(): Promise<Database & { readonly url: string }> {
  // Other projects provide none.
  const shared: string | undefined = inject("postgres");
  const server = shared === undefined ? await PostgresServer.start() : undefined;
  const schema = `of_${randomUUID().replaceAll("-", "")}`;
  const base = shared ?? server?.url ?? "";
  const maker = new Client({ connectionString: base });
  await maker.connect();
  await maker.query(`CREATE SCHEMA ${schema}`);
  await maker.end();
  const url = `${base}?options=-c%20search_path%3D${schema}`;
  const database = await openDatabase(url);
  const close = async (): Promise<void> => {
    await database.close();
    await server?.stop();
  };
  return { ...database, url, close };
}

/**
 * Connects as the documentation of `postgresStore` says, and makes the table. Only a free connection is waited for longer,
 * since a test asks for 120 at once, on a busy machine.
 */
export async function openDatabase(url: string, prefix = "cmp:"): Promise<Database> {
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 25_000 });
  pool.on("error", () => {});
  const store = postgresStore(pool, { prefix });
  await store.createTable();
  return {
    pool,
    store,
    advance: async (ms) => {
      const move = "UPDATE cmp_webhook_events SET until = until - $1::float8 * interval '1 millisecond'";
      await pool.query(move, [ms]);
    },
    keys: async () => {
      const { rows } = await pool.query("SELECT key, done FROM cmp_webhook_events ORDER BY key");
      return new Map(rows.map(({ key, done }) => [key, done]));
    },
    close: () => pool.end(),
  };
}
