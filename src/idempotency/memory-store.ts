import { describeValue, requireCount, requireFunction, requireKnownOptions } from "../values.js";
import { AgedMap, isValid } from "./aged-map.js";
import type { IdempotencyStore, Reservation } from "./store.js";

/** Options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /**
   * How many keys are kept at most, about 250 bytes each. When there are more, the keys that were done first are
   * forgotten, and only when none is left the oldest reservation: such an event is handled again if it comes again.
   * An integer from 1 to 8,388,608. @default 100_000
   */
  readonly maxEntries?: number | undefined;
  /** What time it is, in milliseconds from any beginning; it must not go back. @default performance.now() */
  readonly clock?: (() => number) | undefined;
}

/** A `Map` takes twice as many, but V8 counts those that were deleted, up to one half, until it builds it anew. */
const mostEntries = 2 ** 23;

/** Held to the interface by the compiler. */
const names: Readonly<Record<keyof MemoryStoreOptions, true>> = { maxEntries: true, clock: true };

/**
 * Remembers in this process which events have been handled: enough for one process, if it may handle an event again
 * after a restart. Several processes need a store that they share, such as `redisStore` or `postgresStore`.
 *
 * Several receivers may be given one store: none of them sees the keys of another, and `maxEntries` holds for all of
 * them together. A step takes the same short time however many keys there are, but with millions the process stops for
 * seconds when the engine builds its table anew. The store starts no timer, and throws nothing once it is made, unless
 * `clock` does.
 *
 * ```ts
 * import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
 * import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
 *
 * const secret = process.env["CMP_WEBHOOK_SECRET"];
 * createReceiver({ router: new EventRouter(), secret, idempotency: { store: memoryStore() } });
 * ```
 *
 * @throws TypeError when an option is wrong
 */
export function memoryStore(options: MemoryStoreOptions = {}): IdempotencyStore {
  requireKnownOptions("memoryStore", options, Object.keys(names));
  const { maxEntries = 100_000, clock = () => performance.now() } = options;
  requireFunction("clock", clock);
  requireTime(clock());
  return new MemoryStore(requireCount("maxEntries", maxEntries, mostEntries), clock);
}

/** No time would be over by it, or all: then no key would be kept. */
function requireTime(now: unknown): void {
  if (typeof now === "number" && !Number.isNaN(now)) return;
  throw new TypeError(`clock must return a number of milliseconds, received ${describeValue(now)}`);
}

class MemoryStore implements IdempotencyStore {
  readonly #held = new AgedMap();
  readonly #done = new AgedMap();
  readonly #maxEntries: number;
  readonly #clock: () => number;
  #partitions = 0;

  constructor(maxEntries: number, clock: () => number) {
    this.#maxEntries = maxEntries;
    this.#clock = clock;
  }

  reserve(key: string, leaseMs: number, token: string): Reservation {
    const now = this.#clock();
    this.#done.dropExpired(now);
    this.#held.dropExpired(now);
    if (isValid(this.#done.get(key), now)) return "done";
    if (this.#isHeldByAnother(key, token, now)) return "in_flight";
    this.#forget(key);
    this.#held.add(key, { until: now + leaseMs, token });
    return "reserved";
  }

  complete(key: string, ttlMs: number, token: string): boolean {
    const now = this.#clock();
    const done = this.#done.get(key);
    if (isValid(done, now)) return done.token === token;
    if (this.#isHeldByAnother(key, token, now)) return false;
    this.#forget(key);
    this.#done.add(key, { until: now + ttlMs, token });
    return true;
  }

  release(key: string, token: string): void {
    if (this.#held.get(key)?.token === token) this.#held.delete(key);
  }

  partition(): IdempotencyStore {
    const name = `${++this.#partitions}/`;
    return {
      reserve: (key, leaseMs, token) => this.reserve(name + key, leaseMs, token),
      complete: (key, ttlMs, token) => this.complete(name + key, ttlMs, token),
      release: (key, token) => this.release(name + key, token),
    };
  }

  #isHeldByAnother(key: string, token: string, now: number): boolean {
    const held = this.#held.get(key);
    return isValid(held, now) && held.token !== token;
  }

  /** Forgets what is over of a key, and makes room for one. */
  #forget(key: string): void {
    this.#done.delete(key);
    this.#held.delete(key);
    if (this.#done.size + this.#held.size < this.#maxEntries) return;
    if (!this.#done.dropOldest()) this.#held.dropOldest();
  }
}
