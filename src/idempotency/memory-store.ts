import type { IdempotencyStore, Reservation } from "./store.js";

/** Options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /**
   * How many keys are kept at most, about 200 bytes each. When there are more, the keys that were done first are
   * forgotten, and only when none is left the oldest reservation: such an event is handled again if it comes again.
   * A whole number from 1 to 16,777,216. @default 100_000
   */
  readonly maxEntries?: number | undefined;
  /** What time it is, in milliseconds from any beginning; it must not go back. @default performance.now() */
  readonly clock?: (() => number) | undefined;
}

/** As many as a `Map` takes. */
const mostEntries = 2 ** 24;

/**
 * Remembers in this process which events have been handled: enough for one process, if it may handle an event again
 * after a restart. Several processes want a store that they share, such as `redisStore`.
 *
 * It takes the same short time however many keys it keeps, starts no timer, and throws nothing once it is made.
 *
 * ```ts
 * import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
 * import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
 *
 * const secret = process.env["CMP_WEBHOOK_SECRET"];
 * createReceiver({ router: new EventRouter(), secret, idempotency: { store: memoryStore() } });
 * ```
 *
 * @throws TypeError when `maxEntries` is none
 */
export function memoryStore(options: MemoryStoreOptions = {}): IdempotencyStore {
  const { maxEntries = 100_000, clock = () => performance.now() } = options;
  if (!Number.isInteger(maxEntries) || maxEntries < 1 || maxEntries > mostEntries) {
    throw new TypeError(`maxEntries: a whole number from 1 to ${mostEntries} is wanted`);
  }
  return new MemoryStore(maxEntries, clock);
}

/** What is kept of a key, until then on the clock. */
interface Entry {
  readonly until: number;
  /** Who holds the reservation; nobody does once it is done. */
  readonly token?: string;
}

class MemoryStore implements IdempotencyStore {
  readonly #held = new AgedMap();
  readonly #done = new AgedMap();
  readonly #maxEntries: number;
  readonly #clock: () => number;

  constructor(maxEntries: number, clock: () => number) {
    this.#maxEntries = maxEntries;
    this.#clock = clock;
  }

  reserve(key: string, leaseMs: number, token: string): Reservation {
    const now = this.#clock();
    this.#done.dropExpired(now);
    this.#held.dropExpired(now);
    if (isValid(this.#done.get(key), now)) return "done";
    const held = this.#held.get(key);
    if (isValid(held, now) && held.token !== token) return "in_flight";
    this.#done.delete(key);
    this.#held.delete(key);
    this.#makeRoom();
    this.#held.add(key, { until: now + leaseMs, token });
    return "reserved";
  }

  complete(key: string, ttlMs: number, token: string): void {
    const now = this.#clock();
    const held = this.#held.get(key);
    if (!isValid(held, now) || held.token !== token) return;
    this.#held.delete(key);
    this.#done.add(key, { until: now + ttlMs });
  }

  release(key: string, token: string): void {
    if (this.#held.get(key)?.token === token) this.#held.delete(key);
  }

  #makeRoom(): void {
    if (this.#done.size + this.#held.size < this.#maxEntries) return;
    if (!this.#done.dropOldest()) this.#held.dropOldest();
  }
}

function isValid(entry: Entry | undefined, now: number): entry is Entry {
  return entry !== undefined && entry.until > now;
}

/**
 * Keys by the order in which they came. A `Map` alone knows that order too, but to find its first key it walks over
 * all that were deleted before it: 25 us at 100,000 keys. An iterator that is kept goes over each of them once.
 */
class AgedMap {
  readonly #entries = new Map<string, Entry>();
  #order = this.#entries.keys();
  #oldest: string | undefined;

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  /** Adds a key that is not there. */
  add(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
  }

  delete(key: string): void {
    this.#entries.delete(key);
    if (key === this.#oldest) this.#oldest = undefined;
    // An iterator that stays behind keeps every table that the map has outgrown.
    if (this.#entries.size === 0) this.#order = this.#entries.keys();
  }

  /** @returns whether there was one */
  dropOldest(): boolean {
    const oldest = this.#findOldest();
    if (oldest === undefined) return false;
    this.delete(oldest);
    return true;
  }

  /** Drops the two oldest if their time is over: as one is added at most each time, these become fewer. */
  dropExpired(now: number): void {
    for (let count = 0; count < 2; count++) {
      const oldest = this.#findOldest();
      if (oldest === undefined || isValid(this.get(oldest), now)) return;
      this.delete(oldest);
    }
  }

  /** The iterator goes on only when the key that it gave last is gone; at its end the map is empty. */
  #findOldest(): string | undefined {
    if (this.#oldest === undefined && this.size > 0) {
      this.#oldest = this.#order.next().value;
      if (this.#oldest === undefined) {
        this.#order = this.#entries.keys();
        this.#oldest = this.#order.next().value;
      }
    }
    return this.#oldest;
  }
}
