import type { AnyEvent } from "../events/index.js";
import { isPromiseLike, requireRun } from "../values.js";
import type { Handler, HandlerContext } from "./handler.js";

/**
 * Starts all handlers at once, and waits for every one of them, also when the first fails.
 *
 * @returns how many there are: at once when none of them is pending
 * @throws AggregateError of all that they threw, always as a rejection
 */
export function runHandlers(
  handlers: readonly Handler<AnyEvent>[],
  event: AnyEvent,
  context: HandlerContext,
): number | Promise<number> {
  let pending: PromiseLike<unknown>[] | undefined;
  for (const handler of handlers) {
    const unfinished = run(handler, event, context);
    if (unfinished === undefined) continue;
    // Not an empty list and `push`, which makes room for 17.
    if (pending === undefined) pending = [unfinished];
    else pending.push(unfinished);
  }
  return pending === undefined ? handlers.length : settle(event.event_name, handlers.length, pending);
}

/** What the handler has not done yet, or its failure; nothing when it has returned. */
function run(
  handler: Handler<AnyEvent>,
  event: AnyEvent,
  context: HandlerContext,
): PromiseLike<unknown> | undefined {
  try {
    const result = handler(event, context);
    if (isPromiseLike(result)) return result;
    requireRun("handler", result);
    return undefined;
  } catch (error) {
    return fail(error);
  }
}

/** A rejection of the language's own kind: `globalThis.Promise` may be replaced. */
async function fail(error: unknown): Promise<never> {
  throw error;
}

/** Waits for everything that is pending. One handler, the usual number, needs no list of results. */
function settle(name: string, count: number, pending: readonly PromiseLike<unknown>[]): Promise<number> {
  if (pending.length > 1) return settleAll(name, count, pending);
  const fail = (error: unknown): never => {
    throw failureOf(name, count, [error]);
  };
  return Promise.resolve(pending[0]).then((result) => {
    try {
      requireRun("handler", result);
      return count;
    } catch (error) {
      return fail(error);
    }
  }, fail);
}

/** All of it is listened to at once, so that no rejection is left unhandled. */
async function settleAll(
  name: string,
  count: number,
  pending: readonly PromiseLike<unknown>[],
): Promise<number> {
  const failures = pending.map(failureIn);
  const errors: unknown[] = [];
  for (const failure of failures) errors.push(...(await failure));
  if (errors.length > 0) throw failureOf(name, count, errors);
  return count;
}

/** A list of what the work rejects with, or an empty one. */
async function failureIn(work: PromiseLike<unknown>): Promise<readonly unknown[]> {
  try {
    requireRun("handler", await work);
    return none;
  } catch (error) {
    return [error];
  }
}

const none: readonly unknown[] = /* @__PURE__ */ Object.freeze([]);

/** One error for all that failed, whose message joins theirs. */
export function failureOf(name: string, count: number, errors: readonly unknown[]): AggregateError {
  const texts = errors.map(textOf).join("; ");
  return new AggregateError(errors, `${errors.length} of ${count} handlers of ${name} failed: ${texts}`);
}

/** Handlers may throw anything, also what cannot be turned into a string. */
function textOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? thrown.message : String(thrown);
  } catch {
    return "a value that cannot be shown";
  }
}
