import type { Deadline } from "./deadline.js";
import { ReceiverError } from "./errors.js";
import type { CmpEvent, UnknownEvent } from "./events/index.js";
import type { Reservation } from "./idempotency.js";
import type { IdempotencySettings } from "./options.js";

/** The reservation of one event, held while its handlers run. */
export class Claim {
  readonly #options: IdempotencySettings;
  readonly #report: (error: ReceiverError) => void;
  readonly #token = crypto.randomUUID();
  #key: string | undefined;

  /** @param report is told when the store fails and the delivery goes on nevertheless */
  constructor(options: IdempotencySettings, report: (error: ReceiverError) => void) {
    this.#options = options;
    this.#report = report;
  }

  /**
   * Reserves the event. An event without a key is always reserved.
   *
   * @throws ReceiverError `store_unavailable`, unless the option says to go on without the store
   */
  async reserve(event: CmpEvent | UnknownEvent, deadline: Deadline): Promise<Reservation> {
    const { store, key, leaseMs, handleUnchecked } = this.#options;
    try {
      const wanted = key(event);
      if (wanted === undefined) return "reserved";
      const reserving = (async () => store.reserve(wanted, leaseMs, this.#token))();
      const reservation = await deadline.limit(reserving, "deadline_exceeded");
      this.#key = wanted;
      return reservation;
    } catch (cause) {
      const error = new ReceiverError("store_unavailable", { cause });
      if (!handleUnchecked) throw error;
      this.#report(error);
      return "reserved";
    }
  }

  /** Starts the handlers, and ends the reservation as they end: done, or free for the next delivery. */
  async settle(start: () => number | Promise<number>): Promise<number> {
    const { store, ttlMs } = this.#options;
    try {
      const count = await start();
      await this.#end((key) => store.complete(key, ttlMs, this.#token));
      return count;
    } catch (error) {
      await this.#end((key) => store.release(key, this.#token));
      throw error;
    }
  }

  /** What the handlers did stands, whether or not the store can be told: the lease will end the reservation. */
  async #end(tell: (key: string) => void | Promise<void>): Promise<void> {
    try {
      if (this.#key !== undefined) await tell(this.#key);
    } catch (cause) {
      this.#report(new ReceiverError("store_unavailable", { cause }));
    }
  }
}
