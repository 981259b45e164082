/** The real one: a fake clock in a test of the user's must not stop {@link InFlight.idle}. */
const startTimer = /* @__PURE__ */ (() => globalThis.setTimeout)();

/** Counts what is in flight, and tells when nothing is. */
export class InFlight {
  #count = 0;
  #waiting: (() => void)[] = [];

  /** How many deliveries are in flight. */
  get count(): number {
    return this.#count;
  }

  /** One more. */
  enter(): void {
    this.#count++;
  }

  /** One less. */
  leave(): void {
    this.#count--;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Resolves when nothing is in flight, after a turn of the event loop in which hosts write the last answer. */
  async idle(): Promise<void> {
    do {
      if (this.#count > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      await new Promise<void>((resolve) => startTimer(resolve, 0));
    } while (this.#count > 0);
  }
}
