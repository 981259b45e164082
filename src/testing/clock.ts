import type { Signal } from "../signal.js";

/** What ends a {@link Clock.sleep} before its time. */
export interface SleepOptions {
  /** Something under way; the sleep ends when it is settled. @default none */
  readonly work?: Promise<unknown> | undefined;
  /** The sleep ends when it is aborted. @default none */
  readonly signal?: Signal | undefined;
}

/** The time that a simulator goes by: that between attempts, not that which an answer takes. */
export interface Clock {
  /** Milliseconds since a moment of the clock's own. */
  now(): number;
  /**
   * Resolves when time is up, or sooner: see {@link SleepOptions}. It never rejects.
   *
   * @param ms milliseconds, or `Infinity` if only `work` or `signal` are to end it
   */
  sleep(ms: number, options?: SleepOptions): Promise<void>;
}

/** The longest time that `setTimeout` takes; anything longer would end at once. */
const longestTimeout = 2 ** 31 - 1;

/** Time as it passes outside. */
export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, { work, signal } = {}) =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", end);
        resolve();
      };
      const timer = ms < Infinity ? setTimeout(end, Math.min(ms, longestTimeout)) : undefined;
      if (signal?.aborted) end();
      else signal?.addEventListener("abort", end, { once: true });
      work?.then(end, end);
    }),
};

/**
 * A clock that shows 0 and stands still, but for `sleep`, which moves it on at once: three days pass in milliseconds.
 * While there is `work` under way no time passes, so a sleep with work ends with that work.
 *
 * It is for one simulator at a time, and handlers may ask it for `now()`.
 */
export function createVirtualClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    async sleep(ms, { work, signal } = {}) {
      if (work) await work.catch(() => {});
      else if (!signal?.aborted) now += ms;
    },
  };
}
