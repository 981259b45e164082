import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hasPostgres, PostgresServer } from "../support/postgres.js";
import { startChild } from "./children/start.js";
import { type Database, openDatabase } from "./databases.js";

describe.skipIf(!hasPostgres)("handler and mark in one transaction", () => {
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

  async function effects(): Promise<string[]> {
    const { rows } = await database.pool.query("SELECT id FROM effects ORDER BY id");
    return rows.map(({ id }) => id);
  }

  test.each(["before the mark", "in the work", "before the commit", "after the commit"])(
    "a process that is killed %s leaves the effect once in the end",
    { timeout: 60_000 },
    async (moment) => {
      const child = startChild("transaction.ts", server.url, moment);
      try {
        expect(await child.next()).toBe(moment);
      } finally {
        await child.kill();
      }
      expect(await effects()).toEqual(moment === "after the commit" ? ["once"] : []);

      const again = startChild("transaction.ts", server.url, "never");
      try {
        expect(await again.next()).toBe("200");
      } finally {
        await again.kill();
      }
      expect(await effects()).toEqual(["once"]);
    },
  );
});
