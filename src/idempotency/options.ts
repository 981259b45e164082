import type { AnyEvent } from "../events/index.js";
import {
  describeObject,
  hasMethods,
  isSecond,
  requireCount,
  requireFunction,
  requireKnownOptions,
} from "../values.js";
import { deliveryKey } from "./delivery-key.js";
import type { IdempotencyStore } from "./store.js";

/** The option `idempotency` of `createReceiver`. */
export interface IdempotencyOptions {
  /** Remembers which events have been handled: `memoryStore()`, `redisStore()`, `postgresStore()`, or your own. */
  readonly store: IdempotencyStore;
  /**
   * The key of an event, the same for every delivery of it, of 1 to 500 characters; `undefined` for an event that is
   * always handled. In the store a fingerprint goes before it: of the secret that the delivery included and, where
   * `secret` is a function, of its organization. So nobody can mark the events of another secret as done; and in the
   * hours after you change a secret, an event may be handled twice.
   * @default deliveryKey
   */
  readonly key?: ((event: AnyEvent) => string | undefined) | undefined;
  /** How long a handled event is remembered, in milliseconds. CMP sends for three days. @default 345_600_000 (4 days) */
  readonly ttlMs?: number | undefined;
  /**
   * How long a reservation lasts without a sign of its process, in milliseconds; at least `deadlineMs`. While handlers
   * run it is renewed after each third of this time, 180 times at most. When the process dies, the event can be
   * handled again after this time.
   * @default 60_000, or `deadlineMs` if that is more
   */
  readonly leaseMs?: number | undefined;
  /**
   * What to do when the store, or `key`, fails: refuse the delivery with 503, so that CMP sends it again, or handle it
   * without the check, if the deadline leaves time. It is announced as `failed` with the code `store_unavailable`
   * either way. @default "refuse"
   */
  readonly onStoreError?: "refuse" | "handle" | undefined;
}

/** The option `idempotency`, checked and complete. */
export interface IdempotencySettings {
  readonly store: IdempotencyStore;
  readonly key: NonNullable<IdempotencyOptions["key"]>;
  readonly ttlMs: number;
  readonly leaseMs: number;
  /** Whether an event is handled without the check when the store fails. */
  readonly handleUnchecked: boolean;
}

/** Held to the interface by the compiler. */
const names: Readonly<Record<keyof IdempotencyOptions, true>> = {
  store: true,
  key: true,
  ttlMs: true,
  leaseMs: true,
  onStoreError: true,
};

/**
 * @param deadlineMs how long handlers may take before the delivery is answered
 * @throws TypeError that names the option and the fix
 */
export function requireIdempotency(options: IdempotencyOptions, deadlineMs: number): IdempotencySettings {
  requireKnownOptions("idempotency", options, Object.keys(names));
  const { store, key = deliveryKey, ttlMs = 4 * 24 * 60 * 60 * 1_000, onStoreError } = options;
  const { leaseMs = Math.max(60_000, deadlineMs) } = options;
  requireFunction("idempotency.key", key);
  const settings = {
    store: requireStore(store),
    key,
    ttlMs: requireCount("idempotency.ttlMs", ttlMs, Number.MAX_SAFE_INTEGER),
    leaseMs: requireCount("idempotency.leaseMs", leaseMs, Number.MAX_SAFE_INTEGER),
    handleUnchecked: isSecond("idempotency.onStoreError", onStoreError, "refuse", "handle"),
  };
  // Otherwise the next delivery could take the event while the handlers of the first are still in time.
  if (leaseMs >= deadlineMs) return settings;
  throw new TypeError(
    `idempotency.leaseMs must be at least deadlineMs (${deadlineMs}), received ${leaseMs}. Raise it, or lower deadlineMs`,
  );
}

/** The store, or the part of it that is this receiver's. */
function requireStore(store: IdempotencyStore): IdempotencyStore {
  const own = typeof store?.partition === "function" ? store.partition() : store;
  if (hasMethods(own, "reserve", "complete", "release")) return own;
  throw new TypeError(
    `idempotency.store must be a store such as memoryStore(), received ${describeObject(store)}`,
  );
}
