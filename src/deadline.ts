import { type ErrorCode, ReceiverError } from "./errors.js";
import { guardSignal } from "./signal.js";

/**
 * How many turns of the queue of promises pass before a timer is armed, on platforms without `setImmediate`. What only
 * looks pending, such as an `async` handler that waits for nothing, has ended by then.
 */
const grace = 10;

/** The timers of a platform. Node, Bun and Deno have two of them that others lack. */
interface Timers {
  readonly setTimeout: unknown;
  setImmediate?(callback: () => void): unknown;
  clearImmediate?(immediate: unknown): void;
}

/** Looked up at each use: they may be added, or replaced by a fake clock. */
const immediates = /* @__PURE__ */ ((): Timers => globalThis)();

/**
 * The time that one delivery has, from its arrival to its answer.
 *
 * Timer and `AbortController` are made when somebody really has to wait, or asks for the signal: most deliveries need
 * neither. A timer takes longer than all the rest of a small delivery, so it is armed when the present turn of the event
 * loop has ended. If the body arrives together with the head, Node delivers it later in the same turn, after all promises
 * have settled.
 * `AbortSignal.timeout` does not serve, since it cannot be cleared.
 */
export class Deadline {
  readonly #ms: number;
  readonly #startedAt: number;
  readonly #report: (error: unknown) => void;
  #immediate: unknown;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #controller: AbortController | undefined;
  #forget: (() => void) | undefined;
  #reason: unknown;
  #onExpiry: (() => void) | undefined;
  #isOver = false;

  /**
   * @param ms milliseconds from `startedAt`
   * @param startedAt by `performance.now()`
   * @param report is told what a listener of the signal throws
   */
  constructor(ms: number, startedAt: number, report: (error: unknown) => void) {
    this.#ms = ms;
    this.#startedAt = startedAt;
    this.#report = report;
  }

  /** Whether time is up; for loops that give the event loop no turn, so that the timer cannot fire. */
  get isPast(): boolean {
    return performance.now() - this.#startedAt >= this.#ms;
  }

  /** Aborted when {@link expire} is called. Its listeners may throw or reject. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      this.#forget = guardSignal(this.#controller.signal, this.#report);
      if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Calls `onExpiry` when time is up. A new call replaces the function of the earlier one. */
  watch(onExpiry: () => void): void {
    if (this.#onExpiry === undefined) this.#arm();
    this.#onExpiry = onExpiry;
  }

  /** Settles as `work` does, or rejects with `code` when time is up first. */
  limit<Result>(work: PromiseLike<Result>, code: ErrorCode): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.watch(() => reject(new ReceiverError(code)));
      work.then(resolve, reject);
    });
  }

  /** Tells everyone who holds the signal to stop. */
  expire(reason: unknown): void {
    this.#reason = reason;
    this.#controller?.abort(reason);
  }

  /** Stops the timer. */
  clear(): void {
    this.#isOver = true;
    if (this.#immediate !== undefined) immediates.clearImmediate?.(this.#immediate);
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#forget?.();
  }

  /** Milliseconds left, counted from the arrival; time in which the thread was blocked is included. */
  #remainingMs(): number {
    return Math.max(0, Math.ceil(this.#ms - (performance.now() - this.#startedAt)));
  }

  #arm(): void {
    if (immediates.setImmediate) this.#immediate = immediates.setImmediate(() => this.#startTimer());
    else this.#armLater(Promise.resolve(), 0);
  }

  #armLater(past: Promise<void>, turns: number): void {
    if (turns < grace) void past.then(() => this.#isOver || this.#armLater(past, turns + 1));
    else this.#startTimer();
  }

  #startTimer(): void {
    this.#immediate = undefined;
    this.#timer = setTimeout(() => this.#onExpiry?.(), this.#remainingMs());
  }
}
