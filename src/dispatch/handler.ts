import type { AnyEvent, CmpEventMap } from "../events/index.js";
import type { Signal } from "../signal.js";

/** The second argument of a handler. */
export interface HandlerContext {
  /**
   * Aborted when the deadline is exceeded; the response is 503 by then, and CMP will send the event again. What its
   * listeners throw, or reject with, is one line in the log.
   */
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
 * fulfilled; it is refused, and CMP sends it again, when one of them throws or rejects. What a handler returns is
 * awaited and otherwise ignored, except the iterator of a generator function, whose body never ran: that is a failure,
 * also behind a promise.
 *
 * All handlers of a delivery share one event object: copy it before you change it.
 */
export type Handler<Event> = (event: Event, context: HandlerContext) => unknown;

/** Handlers by event name, as `new EventRouter(handlers)` takes them. */
export type EventHandlers = {
  // Not `in EventName`: editors show the comments of members only of what is written as `keyof`.
  readonly [Name in keyof CmpEventMap]?: Handler<CmpEventMap[Name]>;
};

/**
 * Runs around all handlers of an event: for traces, transactions, asynchronous context.
 *
 * `next` runs what is inside, and rejects with what a handler threw, or with an `AggregateError` when several failed.
 * Call it once, and return or await its promise: a call after all middleware has ended comes when the delivery is
 * answered, so it rejects, runs nothing, and is one line in the log. What a middleware throws is a failure of the event. So is what a handler
 * throws, also when a middleware catches it: catch an error in the handler if CMP is not to send the event again.
 */
export type Middleware = (
  event: AnyEvent,
  context: HandlerContext,
  next: () => Promise<unknown>,
) => Promise<unknown>;

/** Options of `router.on` and its siblings. */
export interface HandlerOptions {
  /** Removes the handler when it is aborted. @default none */
  readonly signal?: Signal | undefined;
}

/** The part of a router that a receiver needs; an interface, so that two copies of this package fit each other. */
export interface Dispatcher {
  /**
   * Starts all handlers of the event in the order of their registration.
   *
   * @param report is told of what nobody can answer for any more, such as a call of `next` after the end
   * @returns how many there were: at once when none of them is pending, otherwise when the last of them has ended
   * @throws AggregateError (as a rejection) of all that they threw
   */
  start(
    event: AnyEvent,
    context: HandlerContext,
    report?: (error: unknown) => void,
  ): number | Promise<number>;
}
