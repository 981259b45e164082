import type { AnyEvent } from "../events/index.js";

/** What a store says of a key: yours now, in other hands now, or done before. */
export type Reservation = "reserved" | "in_flight" | "done";

/**
 * Remembers which events have been handled. A reservation is a lease: it is lost when its time is up, so that a
 * process which dies holding one does not hold it for ever.
 *
 * `token` names one reservation. `complete` and `release` do nothing for any but the token that holds the reservation
 * now, so that whoever lost a lease cannot end the reservation of the next.
 *
 * A store fails by throwing, by rejecting, or by taking longer than 2 seconds. If that is in `reserve`, `onStoreError`
 * decides; if it is later, what the handlers did stands, and the lease ends the reservation.
 */
export interface IdempotencyStore {
  /**
   * Reserves `key` for `leaseMs` milliseconds, if nobody has it and it is not done; in one step. To the token that
   * holds it already it says `reserved` again, since a client may send a command twice.
   */
  reserve(key: string, leaseMs: number, token: string): Reservation | Promise<Reservation>;
  /** Marks `key`, which `token` holds, as done for `ttlMs` milliseconds. */
  complete(key: string, ttlMs: number, token: string): void | Promise<void>;
  /** Gives `key`, which `token` holds, back to be reserved again. */
  release(key: string, token: string): void | Promise<void>;
}

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
