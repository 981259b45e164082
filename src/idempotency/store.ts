/** The answer of a store about a key: reserved for you, being handled by another, or done before. */
export type Reservation = "reserved" | "in_flight" | "done";

/**
 * Remembers which events have been handled. A reservation is a lease: when its time is over another token may take the
 * key, so that a process which dies does not hold it for ever.
 *
 * `token` names one reservation. `complete` and `release` leave alone what another token holds.
 *
 * A store fails by throwing, by rejecting, by taking longer than 2 seconds, or by an answer that is not one of those
 * below. If that is in the first `reserve`, `onStoreError` decides. Later on, the work of the handlers stands, the
 * failure is announced, and the lease ends the reservation.
 */
export interface IdempotencyStore {
  /**
   * Reserves `key` for `leaseMs` milliseconds, unless another token holds it or it is done; in one step. The token that
   * holds it may ask again: the answer is `reserved`, and the lease lasts `leaseMs` from then. A receiver renews the
   * lease of a long handler like this.
   */
  reserve(key: string, leaseMs: number, token: string): Reservation | Promise<Reservation>;
  /**
   * Marks `key` as done for `ttlMs` milliseconds, unless another token holds it or has completed it. A lease that is
   * over does not matter while nobody has taken the key.
   *
   * @returns whether it is done by this token; `true` again when this token asks again
   */
  complete(key: string, ttlMs: number, token: string): boolean | Promise<boolean>;
  /** Gives `key`, which `token` holds, back to be reserved again. */
  release(key: string, token: string): void | Promise<void>;
  /**
   * Only for a store without a prefix, such as `memoryStore`. Each receiver calls it once.
   *
   * @returns a view of the store whose keys no other view sees
   */
  partition?(): IdempotencyStore;
}
