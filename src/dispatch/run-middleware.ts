import type { AnyEvent } from "../events/index.js";
import { requireRun } from "../values.js";
import type { HandlerContext, Middleware } from "./handler.js";
import { failureOf } from "./run-handlers.js";

/** What became of the handlers inside. */
interface Inside {
  count: number;
  failure?: unknown;
}

/**
 * Runs `start` inside all middleware, the first one outermost.
 *
 * @param start starts the handlers, as `runHandlers` does
 * @param report is told of a call of `next` that comes when all of this has ended; must not throw
 * @returns how many handlers ran: 0 when a middleware did not call `next`
 * @throws AggregateError of what the handlers threw, or of what a middleware threw in its place
 */
export async function runMiddleware(
  middleware: readonly Middleware[],
  event: AnyEvent,
  context: HandlerContext,
  start: () => number | Promise<number>,
  report?: (error: unknown) => void,
): Promise<number> {
  const inside: Inside = { count: 0 };
  const steps: Promise<unknown>[] = [];
  /** The first call of each `next`, by its place. */
  const started: Promise<unknown>[] = [];
  let hasEnded = false;
  const nextOf = (at: number): (() => Promise<unknown>) => {
    let isCalled = false;
    return () => {
      const inner = middleware[at];
      const step = async (): Promise<unknown> => {
        if (hasEnded) throw tooLate(report);
        if (isCalled) throw new Error("next must be called once, received a second call");
        isCalled = true;
        if (inner === undefined) return startInside(inside, start);
        const returned = requireRun("middleware", await inner(event, context, nextOf(at + 1)));
        // Those outside see a failure that this one caught, and end after what this one did not wait for.
        await started[at + 1];
        return returned;
      };
      const promise = quiet(step());
      started[at] ??= promise;
      steps.push(promise);
      return promise;
    };
  };
  try {
    await nextOf(0)();
    // Also when a middleware did not await next, or caught what it rejects with: no failure of what is inside is lost.
    for (const step of steps) await step;
    return inside.count;
  } catch (thrown) {
    for (const step of steps) await step.catch(() => {});
    if (inside.failure !== undefined && thrown === surfaceOf(inside.failure)) throw inside.failure;
    throw failureOf(event.event_name, 1, [thrown]);
  } finally {
    hasEnded = true;
  }
}

/** The answer is out: handlers that began now could fail, and nothing would send the event again. */
function tooLate(report: ((error: unknown) => void) | undefined): Error {
  const error = new Error("next must be called before the middleware has ended, received a later call");
  report?.(error);
  return error;
}

/** Middleware sees what a handler threw as it was thrown; of several an `AggregateError`. */
function surfaceOf(failure: unknown): unknown {
  return failure instanceof AggregateError && failure.errors.length === 1 ? failure.errors[0] : failure;
}

function startInside(inside: Inside, start: () => number | Promise<number>): Promise<void> {
  const run = async (): Promise<void> => {
    try {
      inside.count = await start();
    } catch (failure) {
      inside.failure = failure;
      throw surfaceOf(failure);
    }
  };
  return run();
}

/** A failure that nobody awaits must not end the process: it is waited for above. */
function quiet<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => {});
  return promise;
}
