import type {
  Dispatcher,
  EventHandlers,
  Handler,
  HandlerContext,
  HandlerOptions,
  Middleware,
} from "./dispatch/handler.js";
import { runHandlers } from "./dispatch/run-handlers.js";
import { runMiddleware } from "./dispatch/run-middleware.js";
import type { AnyEvent, CmpEventMap, EventName, UnknownEvent } from "./events/index.js";
import { eventNames, isKnownEvent } from "./payload/catalog.js";
import { didYouMean } from "./payload/did-you-mean.js";
import { requireSignal, whenAborted } from "./signal.js";
import { describeObject, describeValue, isRecord, requireFunction, requireKnownOptions } from "./values.js";

type AnyHandler = Handler<AnyEvent>;

/** The keys of `onUnknown` and `onAny`; no event name can equal a symbol. */
const unknown = Symbol("unknown");
const any = Symbol("any");

/**
 * Finds the handlers of an event by its name.
 *
 * It knows nothing of HTTP, so that the worker of a queue can use it as well: `router.dispatch(job.data)`.
 */
export class EventRouter implements Dispatcher {
  /** The lists are replaced and never changed: a dispatch can walk them while handlers are added and removed. */
  readonly #handlers: Map<string | symbol, readonly AnyHandler[]> = new Map();
  #middleware: readonly Middleware[] = [];

  /**
   * @param handlers handlers by event name: `{ task_added: (event, context) => ... }`
   * @throws TypeError when a name is not an event name of CMP, or a handler is not a function
   */
  constructor(handlers: EventHandlers = {}) {
    // Neither a Map nor an instance of a class: their handlers are no members of their own, and would never run.
    if (!isPlain(handlers)) {
      throw new TypeError(`handlers must be a plain object, received ${describeValue(handlers)}`);
    }
    for (const [name, handler] of Object.entries(handlers)) this.on<never>(name as never, handler);
  }

  /**
   * Registers `handler` for events of one name, or of several.
   *
   * @param names an event name of CMP such as `"task_added"`, or a list of them
   * @returns a function that removes the handler
   * @throws TypeError when a name is not an event name of CMP, since such a handler would never run
   */
  on<Name extends EventName>(
    names: Name | readonly Name[],
    handler: Handler<CmpEventMap[Name]>,
    options?: HandlerOptions,
  ): () => void {
    const list = new Set(Array.isArray(names) ? names : [names]);
    if (list.size === 0)
      throw new TypeError("names must hold at least one event name, received an empty list");
    for (const name of list) {
      if (!isKnownEvent({ event_name: name })) {
        throw new TypeError(
          `name must be one of eventNames, received ${describeValue(name)}.${didYouMean(String(name), eventNames)} Handle newer events with onUnknown`,
        );
      }
    }
    return this.#add([...list], handler, options);
  }

  /**
   * Registers `handler` for events that this version of the package does not know.
   *
   * @returns a function that removes the handler
   * @throws TypeError when `handler` is not a function
   */
  onUnknown(handler: Handler<UnknownEvent>, options?: HandlerOptions): () => void {
    return this.#add([unknown], handler, options);
  }

  /**
   * Registers `handler` for every event, known or not; for feeding a queue.
   *
   * @returns a function that removes the handler
   * @throws TypeError when `handler` is not a function
   */
  onAny(handler: Handler<AnyEvent>, options?: HandlerOptions): () => void {
    return this.#add([any], handler, options);
  }

  /**
   * Runs `middleware` around all handlers of every event that has one, also in {@link dispatch}. The first that was
   * registered is outermost.
   *
   * @returns this router
   * @throws TypeError when it is not a function
   */
  use(middleware: Middleware): this {
    requireFunction("middleware", middleware);
    this.#middleware = [...this.#middleware, middleware];
    return this;
  }

  /**
   * Runs all handlers of `event` at once and waits for every one of them, also when the first fails.
   *
   * @param context the second argument of the handlers; what is left out is a signal that is never aborted, the present
   *   time, and no headers
   * @throws AggregateError of all that the handlers threw; TypeError for what is no event, such as the JSON of one, which
   *   no handler would take
   */
  async dispatch(event: AnyEvent, context: Partial<HandlerContext> = {}): Promise<void> {
    if (!isRecord(event) || typeof event.event_name !== "string") {
      throw new TypeError(
        `event must be an object with event_name and data, received ${describeObject(event)}`,
      );
    }
    // The context of a handler, or a copy of it, may have more than ours: middleware adds to it.
    if (!context?.receivedAt) {
      requireKnownOptions("dispatch", context, ["signal", "organizationId", "receivedAt", "header"]);
    }
    requireSignal(context.signal);
    const { signal, organizationId, receivedAt, header } = context;
    await this.start(event, {
      signal: signal ?? new AbortController().signal,
      organizationId,
      receivedAt: receivedAt ?? new Date(),
      header: header ?? (() => undefined),
    });
  }

  /** {@inheritDoc Dispatcher.start} */
  start(
    event: AnyEvent,
    context: HandlerContext,
    report?: (error: unknown) => void,
  ): number | Promise<number> {
    const handlers = this.#handlersOf(event);
    const isPlain = this.#middleware.length === 0 || handlers.length === 0;
    if (isPlain) return runHandlers(handlers, event, context);
    return runMiddleware(this.#middleware, event, context, starterOf(handlers, event, context), report);
  }

  #handlersOf(event: AnyEvent): readonly AnyHandler[] {
    const named = this.#handlers.get(isKnownEvent(event) ? event.event_name : unknown) ?? [];
    const general = this.#handlers.get(any);
    return general === undefined ? named : [...named, ...general];
  }

  #add(
    keys: readonly (string | symbol)[],
    handler: Handler<never>,
    options: HandlerOptions = {},
  ): () => void {
    requireFunction("handler", handler);
    requireKnownOptions("a handler", options, ["signal"]);
    const { signal } = options;
    requireSignal(signal);
    if (signal?.aborted) return () => {};
    // A function of our own, so that a handler that was registered twice is removed once. It is found by the name of the
    // event, so the event has the type that the handler takes.
    const entry: AnyHandler = (event, context) => handler(event as never, context);
    let forget: (() => void) | undefined;
    const off = (): void => {
      forget?.();
      for (const key of keys) {
        this.#handlers.set(
          key,
          (this.#handlers.get(key) ?? []).filter((other) => other !== entry),
        );
      }
    };
    forget = signal && whenAborted(signal, off);
    for (const key of keys) this.#handlers.set(key, [...(this.#handlers.get(key) ?? []), entry]);
    return off;
  }
}

/** In a function of its own, so that a dispatch without middleware makes no closure. */
function starterOf(handlers: readonly AnyHandler[], event: AnyEvent, context: HandlerContext) {
  return () => runHandlers(handlers, event, context);
}

function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
