/** Counts what is in flight, and tells when nothing is. */
export class Traffic {
  #count = 0;
  #waiting: (() => void)[] = [];

  /** One more. */
  enter(): void {
    this.#count++;
  }

  /** One less. */
  leave(): void {
    this.#count--;
    if (this.#count > 0) return;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Resolves when nothing is in flight. */
  async idle(): Promise<void> {
    if (this.#count > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
