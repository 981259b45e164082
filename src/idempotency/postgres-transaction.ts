import { describeObject, hasMethods, requireFunction, requireRun } from "../values.js";
import { ask } from "./postgres-ask.js";
import { mark, sweepAfter } from "./postgres-statements.js";
import type { PostgresClient } from "./postgres-store.js";
import { TransactionWatch } from "./postgres-watch.js";

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
  requireFunction("work", work);
  const watch = new TransactionWatch(client);
  try {
    const isFirst = await transact(client, key, work, watch);
    // What is done is done, also if this fails.
    await client.query(sweepAfter).catch(() => {});
    return isFirst;
  } finally {
    watch.stop();
  }
}

async function transact(
  client: PostgresClient,
  key: string | undefined,
  work: () => unknown,
  watch: TransactionWatch,
): Promise<boolean> {
  let isOurs = true;
  try {
    await client.query("BEGIN");
    isOurs = !watch.isBroken;
    if (!isOurs) throw new Error(busyClient);
    const isFirst = key === undefined || (await ask(client, mark, [key, "within", ttlMs], 0)).rows.length > 0;
    if (isFirst) requireRun("work", await work());
    requireWhole(watch);
    await commit(client);
    requireWhole(watch);
    return isFirst;
  } catch (error) {
    // What went wrong first is what matters.
    if (isOurs) await client.query("ROLLBACK").catch(() => discard(client));
    throw error;
  }
}

const busyClient =
  "client must be outside of a transaction, received one that is in it. Take one for each event with await pool.connect()";

/** Otherwise the mark and a part of the work could be committed without the rest. */
function requireWhole(watch: TransactionWatch): void {
  if (!watch.isBroken) return;
  throw new Error(
    "work must neither begin, commit nor roll back a transaction, and nobody else may use client meanwhile",
  );
}

/** A transaction in which a statement failed is rolled back by COMMIT without an error, also if `work` hid that. */
async function commit(client: PostgresClient): Promise<void> {
  const { command } = await client.query("COMMIT");
  if (command === "COMMIT") return;
  throw new Error("The transaction was rolled back, as a statement in it had failed");
}

/**
 * When the connection is gone, so is the transaction. When only the answer is late, the client is still in it, and whoever
 * gets it next from the pool would commit it. A pool drops a client that has ended.
 */
function discard(client: PostgresClient): void {
  if (hasMethods(client, "end")) Promise.resolve(client.end()).catch(() => {});
}

/** On a pool each statement could take another connection, and nothing would be in the transaction. */
function requireClient(client: unknown): void {
  if (hasMethods(client, "query", "release")) return;
  throw new TypeError(
    `client must be a client of a pool, received ${describeObject(client)}. Take one with await pool.connect()`,
  );
}
