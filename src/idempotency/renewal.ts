import { hasMethods } from "../values.js";
import { inTime } from "./patience.js";
import type { Reservation } from "./store.js";

/** How many times a lease is renewed at most: a handler that never ends must not hold its event for ever. */
const mostRenewals = 180;

/** The longest time that `setTimeout` takes; anything longer would end at once. */
const longestTimeout = 2_147_483_647;

/** Renews a lease after each third of it, until it is stopped or the key is lost. */
export class Renewal {
  readonly #renew: () => Reservation | Promise<Reservation>;
  readonly #everyMs: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked: Promise<Reservation> | undefined;

  /** @param renew asks the store again for the key, by the token that holds it */
  constructor(renew: () => Reservation | Promise<Reservation>, leaseMs: number) {
    this.#renew = renew;
    this.#everyMs = Math.min(leaseMs / 3, longestTimeout);
    this.#wait(mostRenewals);
  }

  /** @returns the renewal that is under way, if there is one: it may still reserve the key */
  stop(): Promise<Reservation> | undefined {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#asked;
  }

  #wait(left: number): void {
    this.#timer = setTimeout(() => void this.#ask(left - 1), this.#everyMs);
    // On Node a timer keeps the process; this one must not: there is nothing to renew when the handlers are gone.
    const timer: unknown = this.#timer;
    if (hasMethods(timer, "unref")) timer.unref();
  }

  /**
   * A store that fails, by its answer too, is asked again in time. At the end it tells whether the key was lost, so nothing
   * is told here.
   */
  async #ask(left: number): Promise<void> {
    const asked = (async () => this.#renew())();
    this.#asked = asked;
    const isHeld = await inTime(asked).then(
      (answer) => answer !== "in_flight" && answer !== "done",
      () => true,
    );
    this.#asked = undefined;
    if (isHeld && left > 0 && this.#timer !== undefined) this.#wait(left);
  }
}
