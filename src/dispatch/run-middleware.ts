import type { AnyEvent } from "../events/index.js";
import type { HandlerContext, Middleware } from "./handler.js";
import { failureOf } from "./run-handlers.js";

/** What became of the handlers inside. */
interface Inside {
  running?: Promise<void>;
  count: number;
  failure?: AggregateError;
}

/**
 * Runs `start` inside all middleware, the first one outermost.
 *
 * @param start starts the handlers, as `runHandlers` does
 * @returns how many handlers ran: 0 when a middleware did not call `next`
 * @throws AggregateError of what the handlers threw, or of what a middleware threw in its place
 */
export async function runMiddleware(
  middleware: readonly Middleware[],
  event: AnyEvent,
  context: HandlerContext,
  start: () => number | Promise<number>,
): Promise<number> {
  const inside: Inside = { count: 0 };
  const nextOf = (at: number): (() => Promise<unknown>) => {
    let isCalled = false;
    return () => {
      const inner = middleware[at];
      const step = async (): Promise<unknown> => {
        if (isCalled) throw new Error("next must be called once, received a second call");
        isCalled = true;
        return inner === undefined ? startInside(inside, start) : inner(event, context, nextOf(at + 1));
      };
      return quiet(step());
    };
  };
  try {
    await nextOf(0)();
    // Also when a middleware did not await next, or caught what it rejects with: no failure is lost.
    await inside.running;
    return inside.count;
  } catch (thrown) {
    await inside.running?.catch(() => {});
    if (inside.failure !== undefined && thrown === surfaceOf(inside.failure)) throw inside.failure;
    throw failureOf(event.event_name, 1, [thrown]);
  }
}

/** Middleware sees what a handler threw as it was thrown; of several an `AggregateError`. */
function surfaceOf(failure: AggregateError): unknown {
  return failure.errors.length === 1 ? failure.errors[0] : failure;
}

function startInside(inside: Inside, start: () => number | Promise<number>): Promise<void> {
  const run = async (): Promise<void> => {
    try {
      inside.count = await start();
    } catch (failure) {
      inside.failure = failure as AggregateError;
      throw surfaceOf(inside.failure);
    }
  };
  inside.running = quiet(run());
  return inside.running;
}

/** A failure that nobody awaits must not end the process: it is waited for above. */
function quiet<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => {});
  return promise;
}
