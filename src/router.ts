import type { AnyEvent, CmpEventMap, EventName, UnknownEvent } from "./events/index.js";
import { isKnownEvent } from "./payload/catalog.js";
import type { Signal } from "./signal.js";

/** What a handler is told beside the event. */
export interface HandlerContext {
  /** Aborted when the deadline is exceeded; the answer is 503 by then, and CMP will deliver the event again. */
  readonly signal: Signal;
  /** The `organization-id` header; undocumented, but on every recorded delivery. */
  readonly organizationId: string | undefined;
  /** When the delivery arrived. */
  readonly receivedAt: Date;
  /** The value of a request header, upper or lower case; `callback-secret` is withheld. */
  header(name: string): string | undefined;
}

/**
 * Runs for an event. The delivery is acknowledged when all of its handlers have returned, or their promises are
 * fulfilled; it is refused, and comes again, when one of them throws or rejects.
 *
 * All handlers of a delivery share one event object: copy it before you change it.
 */
export type Handler<Event> = (event: Event, context: HandlerContext) => void | Promise<void>;

/** Options of {@link EventRouter.on} and its siblings. */
export interface HandlerOptions {
  /** Takes the handler off when it is aborted. */
  readonly signal?: Signal | undefined;
}

/** The part of a router that a receiver needs; an interface, so that two copies of this package fit each other. */
export interface Dispatcher {
  /**
   * Starts all handlers of the event in the order of their registration, and tells how many there were: at once
   * when none of them is pending, or else when the last of them has ended. Rejects with an `AggregateError`.
   */
  start(event: AnyEvent, context: HandlerContext): number | Promise<number>;
}

type AnyHandler = Handler<AnyEvent>;

/** What `onUnknown` and `onAny` are kept under; no event name can equal a symbol. */
const unknown = Symbol("unknown");
const any = Symbol("any");

/**
 * Finds the handlers of an event by its name.
 *
 * It knows nothing of HTTP, so that the worker of a queue can use it as well: `router.dispatch(job.data)`.
 */
export class EventRouter implements Dispatcher {
  /** The lists are replaced and never changed, so that a dispatch can walk them while handlers come and go. */
  readonly #handlers: Map<string | symbol, readonly AnyHandler[]> = new Map();

  /**
   * Registers `handler` for events of one name, or of several.
   *
   * @param names an event name of CMP such as `"task_added"`, or a list of them
   * @returns a function that takes the handler off
   * @throws TypeError when a name is none of CMP's, since such a handler would never run
   */
  on<Name extends EventName>(
    names: Name | readonly Name[],
    handler: Handler<CmpEventMap[Name]>,
    options?: HandlerOptions,
  ): () => void {
    const list = new Set(typeof names === "string" ? [names] : names);
    if (list.size === 0) throw new TypeError("The handler has no event name, so it would never run");
    for (const name of list) {
      if (!isKnownEvent({ event_name: name })) {
        throw new TypeError(`CMP has no event "${name}". See eventNames; a newer one goes to onUnknown`);
      }
    }
    return this.#add([...list], handler as AnyHandler, options);
  }

  /**
   * Registers `handler` for events that this version of the package does not know.
   *
   * @returns a function that takes the handler off
   */
  onUnknown(handler: Handler<UnknownEvent>, options?: HandlerOptions): () => void {
    return this.#add([unknown], handler as AnyHandler, options);
  }

  /**
   * Registers `handler` for every event, known or not; where a queue is fed.
   *
   * @returns a function that takes the handler off
   */
  onAny(handler: Handler<AnyEvent>, options?: HandlerOptions): () => void {
    return this.#add([any], handler, options);
  }

  /**
   * Runs all handlers of `event` at once and waits for every one of them, also when the first fails.
   *
   * @param context what the handlers are told; what you leave out is filled in with a signal that is never aborted,
   *   the present time, and no headers
   * @throws AggregateError of all that the handlers threw
   */
  async dispatch(event: AnyEvent, context: Partial<HandlerContext> = {}): Promise<void> {
    const { signal, organizationId, receivedAt, header } = context;
    await this.start(event, {
      signal: signal ?? new AbortController().signal,
      organizationId,
      receivedAt: receivedAt ?? new Date(),
      header: header ?? (() => undefined),
    });
  }

  /** {@inheritDoc Dispatcher.start} */
  start(event: AnyEvent, context: HandlerContext): number | Promise<number> {
    const handlers = this.#handlersOf(event);
    let pending: PromiseLike<void>[] | undefined;
    for (const handler of handlers) {
      const unfinished = run(handler, event, context);
      if (unfinished === undefined) continue;
      pending ??= [];
      pending.push(unfinished);
    }
    return pending === undefined ? handlers.length : settle(event.event_name, handlers.length, pending);
  }

  #handlersOf(event: AnyEvent): readonly AnyHandler[] {
    const named = this.#handlers.get(isKnownEvent(event) ? event.event_name : unknown) ?? [];
    const general = this.#handlers.get(any);
    return general === undefined ? named : [...named, ...general];
  }

  #add(keys: readonly (string | symbol)[], handler: AnyHandler, options: HandlerOptions = {}): () => void {
    if (typeof handler !== "function") throw new TypeError("The handler is no function.");
    const { signal } = options;
    if (signal?.aborted) return () => {};
    // A function of our own, so that a handler that was registered twice is taken off once.
    const entry: AnyHandler = (event, context) => handler(event, context);
    for (const key of keys) this.#handlers.set(key, [...(this.#handlers.get(key) ?? []), entry]);
    const off = (): void => {
      signal?.removeEventListener("abort", off);
      for (const key of keys) {
        this.#handlers.set(
          key,
          (this.#handlers.get(key) ?? []).filter((other) => other !== entry),
        );
      }
    };
    signal?.addEventListener("abort", off, { once: true });
    return off;
  }
}

/** What the handler has not done yet, or its failure; nothing when it has returned. */
function run(handler: AnyHandler, event: AnyEvent, context: HandlerContext): PromiseLike<void> | undefined {
  try {
    const result = handler(event, context);
    return typeof result?.then === "function" ? result : undefined;
  } catch (error) {
    return Promise.reject(error);
  }
}

/** Waits for all that is pending, and fails if anything failed. One handler is not worth a list of results. */
function settle(name: string, count: number, pending: readonly PromiseLike<void>[]): Promise<number> {
  const finish = (errors: readonly unknown[]): number => {
    if (errors.length === 0) return count;
    throw new AggregateError(errors, `${errors.length} of ${count} handlers of ${name} failed`);
  };
  if (pending.length === 1) {
    return Promise.resolve(pending[0]).then(
      () => count,
      (error) => finish([error]),
    );
  }
  return Promise.allSettled(pending).then((results) => {
    return finish(results.flatMap((result) => (result.status === "rejected" ? [result.reason] : [])));
  });
}
