import { afterAll, beforeAll, beforeEach } from "vitest";
import { type Database, openOwn } from "./databases.js";

/** A PostgreSQL with a table in which handlers write what they did. */
export interface Effects {
  /** Of the database, for `pg`. */
  readonly url: string;
  readonly database: Database;
  /** What was written, in order. */
  list(): Promise<string[]>;
}

/** For the tests around the call: opens a database ahead of them, and empties the tables before each. */
export function useEffects(): () => Effects {
  let database: Awaited<ReturnType<typeof openOwn>>;

  beforeAll(async () => {
    database = await openOwn();
    await database.pool.query("CREATE TABLE effects (id text NOT NULL)");
  }, 60_000);

  beforeEach(async () => {
    await database.pool.query("TRUNCATE effects, cmp_webhook_events");
  });

  afterAll(() => database.close());

  return () => ({
    url: database.url,
    database,
    list: async () => {
      const { rows } = await database.pool.query("SELECT id FROM effects ORDER BY id");
      return rows.map(({ id }) => id);
    },
  });
}
