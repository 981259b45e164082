import { codeOf, describeValue, isRecord } from "../values.js";
import type { PostgresPool, PostgresResult } from "./postgres-store.js";

/** How often a statement is repeated at most. */
const mostRepeats = 5;

/**
 * Runs one statement on the table of events.
 *
 * Where transactions are stricter than READ COMMITTED, one that meets another fails ("could not serialize access"), though
 * the database is well. Repeated, it sees what the other has done.
 *
 * @param repeats 0 in a transaction, which is over when a statement in it fails
 * @throws what the database throws; without the table an error that names the fix
 */
export async function ask(
  database: PostgresPool,
  text: string,
  values: unknown[],
  repeats: number = mostRepeats,
): Promise<PostgresResult> {
  for (let left = repeats; ; left--) {
    try {
      return requireRows(await database.query(text, values));
    } catch (error) {
      const code = codeOf(error);
      if (code === "42P01") throw new Error(noTable, { cause: error });
      if (code !== "40001" || left === 0) throw error;
    }
  }
}

/** Other libraries have a `query` too, which gives the rows alone. */
function requireRows(result: PostgresResult): PostgresResult {
  if (isRecord(result) && Array.isArray(result.rows)) return result;
  throw new TypeError(
    `query must give a result with rows, received ${describeValue(result)}. Give the store a Pool of pg`,
  );
}

const noTable =
  'The table "cmp_webhook_events" does not exist. Run await store.createTable(), or its SQL as a migration';
