import type { AnyEvent } from "../events/index.js";
import { isSecond, requireCount } from "../values.js";
import { deliveryKey } from "./delivery-key.js";
import type { IdempotencyStore } from "./store.js";

/** The option `idempotency` of `createReceiver`. */
export interface IdempotencyOptions {
  /** Where it is remembered what has been handled: `memoryStore()`, `redisStore()`, or your own. */
  readonly store: IdempotencyStore;
  /**
   * The key of an event, the same for every delivery of it; `undefined` for an event that is always handled.
   * Where `secret` is a function, the organization of the delivery goes before it in the store.
   * @default deliveryKey
   */
  readonly key?: ((event: AnyEvent) => string | undefined) | undefined;
  /** How long a handled event is remembered, in milliseconds. CMP sends for three days. @default 345_600_000 (4 days) */
  readonly ttlMs?: number | undefined;
  /**
   * How long a reservation lasts, in milliseconds. It has to outlast your slowest handler: a delivery that comes later
   * than that runs the handlers again. @default 60_000
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

/** @throws TypeError that names the option and the fix */
export function requireIdempotency(options: IdempotencyOptions): IdempotencySettings {
  const {
    store,
    key = deliveryKey,
    ttlMs = 4 * 24 * 60 * 60 * 1_000,
    leaseMs = 60_000,
    onStoreError,
  } = options;
  if (typeof key !== "function") throw new TypeError("idempotency.key: a function is wanted");
  const methods = [store?.reserve, store?.complete, store?.release];
  if (methods.some((method) => typeof method !== "function")) {
    throw new TypeError("idempotency.store: a store is wanted");
  }
  return {
    store,
    key,
    ttlMs: requireCount("idempotency.ttlMs", ttlMs, Number.MAX_SAFE_INTEGER),
    leaseMs: requireCount("idempotency.leaseMs", leaseMs, Number.MAX_SAFE_INTEGER),
    handleUnchecked: isSecond("idempotency.onStoreError", onStoreError, "refuse", "handle"),
  };
}
