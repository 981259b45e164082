import { type ErrorCode, ReceiverError } from "./errors.js";

/**
 * The time that one delivery has, from its arrival to its answer.
 *
 * Timer and `AbortController` are made when somebody has to wait, or asks for the signal: most deliveries need
 * neither. `AbortSignal.timeout` will not do, since it cannot be cleared.
 */
export class Deadline {
  readonly #ms: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #controller: AbortController | undefined;
  #reason: unknown;
  #onExpiry: (() => void) | undefined;

  /** @param ms milliseconds from now */
  constructor(ms: number) {
    this.#ms = ms;
  }

  /** Aborted when {@link expire} is called. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Calls `onExpiry` when time is up, in place of what was to be called before. */
  watch(onExpiry: () => void): void {
    this.#onExpiry = onExpiry;
    this.#timer ??= setTimeout(() => this.#onExpiry?.(), this.#ms);
  }

  /** Settles as `work` does, or rejects with `code` when time is up first. */
  limit<Result>(work: PromiseLike<Result>, code: ErrorCode): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.watch(() => reject(new ReceiverError(code)));
      work.then(resolve, reject);
    });
  }

  /** Tells all who hold the signal to stop. */
  expire(reason: unknown): void {
    this.#reason = reason;
    this.#controller?.abort(reason);
  }

  /** Stops the timer. */
  clear(): void {
    clearTimeout(this.#timer);
  }
}
