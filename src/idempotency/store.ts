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
