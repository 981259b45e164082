import { describeValue, hasMethods } from "./values.js";

/**
 * The platform's own types where the user's compiler knows them (the DOM library, @types/node, workers' types),
 * and a stand-in where it does not, so that our declarations compile without any of these.
 */

/**
 * `AbortSignal`, or the part of it that every platform has. Cloudflare's types declare it as a class, which is no member
 * of `globalThis`; there it is the one of a `Request`.
 */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer Known } }
  ? Known
  : typeof globalThis extends { Request: { prototype: { readonly signal: infer Known } } }
    ? Known
    : MinimalSignal;

/** The part of an `AbortSignal` that this package uses. */
export interface MinimalSignal {
  /** Whether it has happened. */
  readonly aborted: boolean;
  /** Why it has happened. */
  readonly reason: unknown;
  /** Calls `listener` when it happens. */
  addEventListener(type: "abort", listener: () => void, options?: { readonly once?: boolean }): void;
  /** Forgets `listener`. */
  removeEventListener(type: "abort", listener: () => void): void;
}

/** @throws TypeError when it is neither an `AbortSignal` nor `undefined`: a handler or listener would stay for ever */
export function requireSignal(signal: unknown): void {
  if (signal === undefined || isSignal(signal)) return;
  throw new TypeError(`signal must be an AbortSignal, received ${describeValue(signal)}`);
}

/** By its members: a polyfill, or the signal of another realm, serves as well. */
function isSignal(value: unknown): boolean {
  if (!hasMethods(value, "addEventListener", "removeEventListener")) return false;
  return typeof Reflect.get(Object(value), "aborted") === "boolean";
}

interface Watch {
  readonly callbacks: Set<() => void>;
  readonly notify: () => void;
}

/** What is called when a signal is aborted, by signal. */
const watches: WeakMap<MinimalSignal, Watch> = /* @__PURE__ */ new WeakMap();

/**
 * Calls `callback` when `signal` is aborted. However many callbacks there are, the signal has one listener: Node warns
 * of a leak at the eleventh.
 *
 * @param callback must not throw
 * @returns a function that forgets the callback
 */
export function whenAborted(signal: MinimalSignal, callback: () => void): () => void {
  const watch = watches.get(signal) ?? startWatch(signal);
  watch.callbacks.add(callback);
  return () => {
    watch.callbacks.delete(callback);
    if (watch.callbacks.size > 0) return;
    if (watches.get(signal) === watch) watches.delete(signal);
    signal.removeEventListener("abort", watch.notify);
  };
}

function startWatch(signal: MinimalSignal): Watch {
  const callbacks = new Set<() => void>();
  const notify = (): void => {
    watches.delete(signal);
    for (const callback of callbacks) callback();
  };
  const watch = { callbacks, notify };
  watches.set(signal, watch);
  signal.addEventListener("abort", notify, { once: true });
  return watch;
}

interface Entry {
  readonly once: boolean;
  readonly forget: (() => void) | undefined;
}

type Listener = ((this: AbortSignal, event: Event) => unknown) | { handleEvent(event: Event): unknown };

interface ListenerOptions {
  readonly once?: boolean;
  readonly signal?: MinimalSignal;
}

/**
 * Guards the listeners of a signal that is handed to users: one that throws, or rejects, would end a Node process, since
 * nobody's `try` is around it. The signal stays a real one, so that `fetch` and everything else accepts it.
 *
 * The platform sees one listener, which calls all others: Node warns of a leak at the eleventh.
 *
 * @param report is told what a listener throws or rejects with; must not throw
 * @returns a function that forgets the signals that remove listeners: they may outlive a delivery by far
 */
export function guardSignal(signal: AbortSignal, report: (error: unknown) => void): () => void {
  const entries = new Map<Listener, Entry>();
  const remove = (_type: string, listener: Listener | null): void => {
    if (listener === null) return;
    entries.get(listener)?.forget?.();
    entries.delete(listener);
  };
  const add = (type: string, listener: Listener | null, options?: boolean | ListenerOptions): void => {
    const { once = false, signal: until } = typeof options === "object" && options !== null ? options : {};
    if (type !== "abort" || !listener || until?.aborted || entries.has(listener)) return;
    const forget = until && whenAborted(until, () => remove(type, listener));
    entries.set(listener, { once, forget });
  };
  signal.addEventListener("abort", (event) => {
    for (const [listener, { once }] of [...entries]) {
      if (once) remove("abort", listener);
      void call(listener, signal, event, report);
    }
  });
  let handler: Listener | null = null;
  Object.defineProperties(signal, {
    addEventListener: { value: add },
    removeEventListener: { value: remove },
    onabort: {
      get: () => handler,
      set: (listener: Listener | null) => {
        remove("abort", handler);
        handler = listener;
        add("abort", listener);
      },
    },
  });
  return () => {
    for (const { forget } of entries.values()) forget?.();
  };
}

async function call(
  listener: Listener,
  signal: AbortSignal,
  event: Event,
  report: (error: unknown) => void,
): Promise<void> {
  try {
    await (typeof listener === "function" ? listener.call(signal, event) : listener.handleEvent(event));
  } catch (error) {
    report(error);
  }
}
