import type { Deadline } from "../deadline.js";
import { ReceiverError } from "../errors.js";
import type { AnyEvent } from "../events/index.js";
import type { IdempotencySettings } from "./options.js";
import type { Reservation } from "./store.js";

/** How long the store may take, in milliseconds; so short that there is time left for the handlers. */
const patienceMs = 2_000;

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
   * @param tenant goes before the key where each organization has a secret of its own: who knows one of these must not
   *   be able to mark the events of another organization as done
   * @throws ReceiverError `store_unavailable`, unless the option says to go on without the store and there is time to
   */
  async reserve(event: AnyEvent, tenant: string | undefined, deadline: Deadline): Promise<Reservation> {
    const { key, handleUnchecked } = this.#options;
    try {
      const wanted = key(event);
      if (wanted === undefined) return "reserved";
      // What is no text would be one key for different events, and all but the first of them would be lost.
      if (typeof wanted !== "string" || wanted === "")
        throw new TypeError("idempotency.key: a text or undefined is wanted");
      return await this.#ask(tenant ? `${tenant}/${wanted}` : wanted, deadline);
    } catch (cause) {
      const error = new ReceiverError("store_unavailable", { cause });
      const isLate = cause instanceof ReceiverError && cause.code === "deadline_exceeded";
      if (!handleUnchecked || isLate) throw error;
      this.#report(error);
      return "reserved";
    }
  }

  async #ask(key: string, deadline: Deadline): Promise<Reservation> {
    const { store, leaseMs } = this.#options;
    const answer = store.reserve(key, leaseMs, this.#token);
    try {
      const reservation =
        typeof answer === "string" ? answer : await deadline.limit(inTime(answer), "deadline_exceeded");
      this.#key = key;
      return reservation;
    } catch (error) {
      void this.#giveBack(key, answer);
      throw error;
    }
  }

  /** The store may reserve the event after it was given up on: then the next delivery need not wait for the lease. */
  async #giveBack(key: string, answer: Reservation | Promise<Reservation>): Promise<void> {
    try {
      if ((await answer) === "reserved") await this.#options.store.release(key, this.#token);
    } catch {
      // That the store failed has been announced.
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
      const told = this.#key === undefined ? undefined : tell(this.#key);
      if (told !== undefined) await inTime(told);
    } catch (cause) {
      this.#report(new ReceiverError("store_unavailable", { cause }));
    }
  }
}

/** Settles as the store does, or rejects when the store takes too long. */
function inTime<Result>(answer: Result | PromiseLike<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new Error(`The store did not answer within ${patienceMs} ms`));
    const timer = setTimeout(giveUp, patienceMs);
    Promise.resolve(answer)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
