/*
 * What is used of the platform, so that nothing here depends on the types of one.
 */
import type { Signal } from "../signal.js";

/** `fetch`, or as much of it as is used here. */
export type FetchLike = (url: string, init: FetchInit) => PromiseLike<FetchAnswer>;

/** How `fetch` is called here. */
export interface FetchInit {
  readonly method: "GET" | "POST";
  readonly headers: Record<string, string>;
  /** Redirects are never left to `fetch`, which would send the body on, and drop the token without notice. */
  readonly redirect: "manual";
  readonly signal: Signal;
  readonly body: string | null;
}

/** `Response`, or as much of it as is used here. */
export interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** An async iterable of bytes, or `null`. */
  readonly body: unknown;
}

/** The time that a client goes by. `createVirtualClock()` of `./testing` is one. */
export interface ClientClock {
  /** Milliseconds since a moment of the clock's own. */
  now(): number;
  /** Resolves when time is up, or sooner when `work` is settled or `signal` aborted. */
  sleep(
    ms: number,
    options: { readonly work?: Promise<unknown> | undefined; readonly signal?: Signal | undefined },
  ): Promise<void>;
}

/** Time as it passes outside. */
export const systemClock: ClientClock = {
  now: () => performance.now(),
  sleep: (ms, { work, signal }) =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        resolve();
      };
      // The longest time that `setTimeout` takes; anything longer would end at once.
      const timer = setTimeout(end, Math.min(ms, 2 ** 31 - 1));
      signal?.addEventListener("abort", end);
      work?.then(end, end);
    }),
};

/** Looked up at each call, since instruments for tracing put theirs in its place later. */
export const platformFetch: FetchLike = (url, init) => fetch(url, init);
