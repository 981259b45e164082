import { type ErrorCode, ReceiverError } from "./errors.js";

/**
 * How many turns of the queue of promises go by before a timer is armed. What only looks as if it were pending, such as an
 * `async` handler that waits for nothing, has ended by then, and a timer takes longer than all the rest of it.
 */
const grace = 10;

/**
 * The time that one delivery has, from its arrival to its answer.
 *
 * Timer and `AbortController` are made when somebody really has to wait, or asks for the signal: most deliveries need
 * neither. `AbortSignal.timeout` will not do, since it cannot be cleared.
 */
export class Deadline {
  readonly #ms: number;
  readonly #endsAt: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #controller: AbortController | undefined;
  #reason: unknown;
  #onExpiry: (() => void) | undefined;
  #isOver = false;

  /** @param ms milliseconds from now */
  constructor(ms: number) {
    this.#ms = ms;
    this.#endsAt = performance.now() + ms;
  }

  /** Whether time is up; for work that leaves no turn to the timer. */
  get isPast(): boolean {
    return performance.now() >= this.#endsAt;
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
    if (this.#onExpiry === undefined) this.#arm();
    this.#onExpiry = onExpiry;
  }

  /**
   * Settles as `work` does, or rejects with `code` when time is up first.
   *
   * @param failure what a failure of the work is wrapped in; one promise less than to do that elsewhere
   */
  limit<Result>(work: PromiseLike<Result>, code: ErrorCode, failure?: ErrorCode): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.watch(() => reject(new ReceiverError(code)));
      work.then(resolve, failure ? (cause) => reject(new ReceiverError(failure, { cause })) : reject);
    });
  }

  /** Tells all who hold the signal to stop. */
  expire(reason: unknown): void {
    this.#reason = reason;
    this.#controller?.abort(reason);
  }

  /** Stops the timer. */
  clear(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  /** With `then` and one function, where a loop with `await` would make five objects in each turn. */
  #arm(): void {
    const past = Promise.resolve();
    let turns = 0;
    const look = (): void => {
      if (this.#isOver) return;
      if (turns++ < grace) void past.then(look);
      else this.#timer = setTimeout(() => this.#onExpiry?.(), this.#ms);
    };
    look();
  }
}
