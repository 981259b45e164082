import { afterAll, beforeAll, beforeEach } from "vitest";
import { PostgresServer } from "../support/postgres.js";
import { type Database, openDatabase } from "./databases.js";

/** A PostgreSQL with a table in which handlers write what they did. */
export interface Effects {
  /** Of the server, for `pg`. */
  readonly url: string;
  readonly database: Database;
  /** What was written, in order. */
  list(): Promise<string[]>;
}

/** For the tests around the call: starts the server ahead of them, and empties the tables before each. */
export function useEffects(): () => Effects {
  let server: PostgresServer;
  let database: Database;

  beforeAll(async () => {
    server = await PostgresServer.start();
    database = await openDatabase(server.url);
    await database.pool.query("CREATE TABLE effects (id text NOT NULL)");
  }, 60_000);

  beforeEach(async () => {
    await database.pool.query("TRUNCATE effects, cmp_webhook_events");
  });

  afterAll(async () => {
    await database.close();
    await server.stop();
  });

  return () => ({
    url: server.url,
    database,
    list: async () => {
      const { rows } = await database.pool.query("SELECT id FROM effects ORDER BY id");
      return rows.map(({ id }) => id);
    },
  });
}
