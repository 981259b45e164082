import { describeObject, hasMethods } from "../values.js";
import { mark, sweepAfter } from "./postgres-statements.js";
import type { PostgresClient } from "./postgres-store.js";

/** How long a mark lasts, in milliseconds: CMP sends for three days. */
const ttlMs = 4 * 24 * 60 * 60 * 1_000;

/**
 * Marks the key and runs `work` in one transaction.
 *
 * @param key with its prefix; without one there is nothing to mark
 */
export async function within(
  client: PostgresClient,
  key: string | undefined,
  work: () => unknown,
): Promise<boolean> {
  requireClient(client);
  await client.query("BEGIN");
  const isFirst = await markAndWork(client, key, work).catch(async (error: unknown) => {
    // When the connection is gone, so is the transaction; what went wrong first is what matters.
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  });
  // What is done is done, also if this fails.
  await client.query(sweepAfter).catch(() => {});
  return isFirst;
}

async function markAndWork(
  client: PostgresClient,
  key: string | undefined,
  work: () => unknown,
): Promise<boolean> {
  const isFirst = key === undefined || (await client.query(mark, [key, "within", ttlMs])).rows.length > 0;
  if (isFirst) await work();
  await commit(client);
  return isFirst;
}

/** A transaction in which a statement failed is rolled back by COMMIT without an error, also if `work` hid that. */
async function commit(client: PostgresClient): Promise<void> {
  const { command } = await client.query("COMMIT");
  if (command === "COMMIT") return;
  throw new Error("The transaction was rolled back, as a statement in it had failed");
}

/** On a pool each statement could take another connection, and nothing would be in the transaction. */
function requireClient(client: unknown): void {
  if (hasMethods(client, "query", "release")) return;
  throw new TypeError(
    `client must be a client of a pool, received ${describeObject(client)}. Take one with await pool.connect()`,
  );
}
