import type { AnyEvent } from "../events/index.js";
import { describeObject, describeValue, hasMethods, requireKnownOptions } from "../values.js";
import { deliveryKey } from "./delivery-key.js";
import { ask } from "./postgres-ask.js";
import * as statements from "./postgres-statements.js";
import { within } from "./postgres-transaction.js";
import type { IdempotencyStore, Reservation } from "./store.js";
import { requirePrefix, storeKey } from "./store-key.js";

/** The part that is used of a `Pool` of `pg` 8, or of what has the same form. */
export interface PostgresPool {
  /** Runs one statement, or several without values. */
  query(text: string, values?: unknown[]): Promise<PostgresResult>;
}

/** The part that is used of the result of a statement. */
export interface PostgresResult {
  /** The rows that it gave. */
  readonly rows: readonly unknown[];
  /** Its first word, such as `COMMIT`, or `ROLLBACK` for a `COMMIT` that could not be. */
  readonly command: string;
}

/** The part that is used of a client of such a pool: what `await pool.connect()` gives. */
export interface PostgresClient extends PostgresPool {
  /** Not used; a pool has none, and by this it is not taken for a client. */
  release: unknown;
}

/** Options of {@link postgresStore}. */
export interface PostgresStoreOptions {
  /**
   * What all keys begin with, of 1 to 100 characters. Each consumer of events needs one of its own: two services with
   * the same prefix in one database take each other's events for handled.
   */
  readonly prefix: string;
}

/** What {@link postgresStore} makes. */
export interface PostgresStore extends IdempotencyStore {
  /** Makes the table `cmp_webhook_events` and its index, if they are not there; any number of processes may ask. */
  createTable(): Promise<void>;
  /**
   * Runs `work` and marks the event as done, in one transaction: what `work` writes by `client` happens exactly once,
   * however often the event comes, and also when a process is killed at any point.
   *
   * The mark is of the event and the prefix: a second handler of the same event needs a store with another prefix, and
   * so does each organization that has a secret of its own. It lasts for four days, and is not the reservation of the
   * receiver. An event without a `deliveryKey` is handled each time.
   *
   * A connection that is lost meanwhile is an error, and not the end of the process: the client is listened to. A client
   * that cannot be told to roll back is ended, so that the pool drops it.
   *
   * Another delivery of the event waits until the transaction has ended, with a client of its own: set `lock_timeout` of
   * the pool below `deadlineMs`, and let the work end with `context.signal`.
   *
   * @param client of the pool, outside of a transaction and for this event alone; it is yours to release
   * @param work writes by `client`, and neither begins, commits nor rolls back
   * @returns whether `work` ran; `false` for an event that was done before
   * @throws what `work` or the database throws, after everything was rolled back; an Error when `client` is in a
   *   transaction, or `work` has ended it; TypeError when `client` is a pool, or `work` is no function
   */
  within(client: PostgresClient, event: AnyEvent, work: () => unknown): Promise<boolean>;
}

/** A number of years that PostgreSQL can add to a date. */
const longestMs = 100 * 365 * 24 * 60 * 60 * 1_000;

/**
 * Remembers in PostgreSQL 12 or later which events have been handled: for several processes, or one that must remember
 * them over a restart.
 *
 * Every step is one statement. It rejects as the pool does, and the receiver gives it up after 2 seconds, so let the
 * pool fail soon: `new Pool({ connectionTimeoutMillis: 1_500 })`, with a listener for `error`. Rows whose time is over
 * are removed in passing, two for each delivery.
 *
 * ```ts
 * import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
 * import { postgresStore } from "optimizely-cmp-webhooks/idempotency/postgres";
 * import { Pool } from "pg";
 *
 * const pool = new Pool({ connectionTimeoutMillis: 1_500 }).on("error", console.error);
 * const store = postgresStore(pool, { prefix: "shop:" });
 * await store.createTable();
 * const secret = process.env["CMP_WEBHOOK_SECRET"];
 * createReceiver({ router: new EventRouter(), secret, idempotency: { store } });
 * ```
 *
 * @param pool yours: end it after `receiver.idle()`
 * @throws TypeError when the pool has no `query`, or an option is wrong
 */
export function postgresStore(pool: PostgresPool, options: PostgresStoreOptions): PostgresStore {
  if (!hasMethods(pool, "query")) {
    throw new TypeError(`pool must be a Pool of pg, received ${describeObject(pool)}`);
  }
  requireKnownOptions("postgresStore", options, ["prefix"]);
  const prefix = requirePrefix(options.prefix);
  const run = async (text: string, key: string, ...values: unknown[]): Promise<readonly unknown[]> => {
    return (await ask(pool, text, [storeKey(prefix, key), ...values])).rows;
  };
  return {
    async createTable() {
      await pool.query(statements.createTable);
    },
    async reserve(key, leaseMs, token) {
      return requireReservation(await run(statements.reserve, key, token, bounded(leaseMs)));
    },
    async complete(key, ttlMs, token) {
      return (await run(statements.complete, key, token, bounded(ttlMs))).length > 0;
    },
    async release(key, token) {
      await run(statements.release, key, token);
    },
    async within(client, event, work) {
      const key = deliveryKey(event);
      // No key of a receiver has a quotation mark that is not escaped.
      return await within(client, key && `${storeKey(prefix, "")}"${storeKey("", key)}"`, work);
    },
  };
}

function bounded(ms: number): number {
  return Math.min(ms, longestMs);
}

function requireReservation([row]: readonly unknown[]): Reservation {
  const answer = typeof row === "object" && row !== null && "answer" in row ? row.answer : row;
  if (answer === "reserved" || answer === "in_flight" || answer === "done") return answer;
  throw new TypeError(
    `The reply of PostgreSQL must be one row of the statement's, received ${describeValue(answer)}`,
  );
}
