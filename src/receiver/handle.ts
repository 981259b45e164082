import type { Deadline } from "../deadline.js";
import { ReceiverError } from "../errors.js";
import type { AnyEvent } from "../events/index.js";
import type { AnswerCode } from "../http/reply.js";
import type { HeldEvent } from "../idempotency/reservation.js";
import type { Caller } from "../secret/authenticate.js";
import { describeValue, isPromiseLike } from "../values.js";
import { type Announcer, type Arrival, HandlersFailed, isReason } from "./announcer.js";
import { Context } from "./handler-context.js";
import type { InFlight } from "./in-flight.js";
import type { LogWriter } from "./log.js";
import type { Settings } from "./options.js";

/** The parts of one receiver. */
export interface Parts {
  readonly settings: Settings;
  readonly announcer: Announcer;
  readonly inFlight: InFlight;
  readonly log: LogWriter;
  /** Told what a listener of a handler's `signal` throws. */
  readonly reportSignal: (error: unknown) => void;
  /** Told what middleware does wrong after its end. */
  readonly reportMiddleware: (error: unknown) => void;
}

/** What all steps of one delivery share from its arrival on. */
export interface Passing extends Arrival {
  readonly parts: Parts;
  readonly deadline: Deadline;
}

/** Runs the handlers: before the answer, or behind it. A promise only where one of them is pending. */
export function handle(
  passing: Passing,
  caller: Caller,
  event: AnyEvent,
  held: HeldEvent | undefined,
): AnswerCode | Promise<AnswerCode> {
  const { settings, announcer } = passing.parts;
  if (settings.acknowledgeBefore && passing.delivery.ephemeral !== true) {
    return accept(passing, caller, event, held);
  }
  const handlers = run(passing, caller, event, held);
  return typeof handlers === "number"
    ? announcer.handled(passing, caller, event, handlers)
    : handleInTime(passing, caller, event, handlers);
}

/**
 * Waits for the handlers until the deadline. Then they are told to stop, and what becomes of them is announced.
 *
 * One promise for all of it: with `await`, each delivery would make four.
 */
function handleInTime(
  passing: Passing,
  caller: Caller,
  event: AnyEvent,
  pending: PromiseLike<number>,
): Promise<AnswerCode> {
  const { deadline, parts } = passing;
  const { announcer } = parts;
  let isOver = false;
  return new Promise((resolve) => {
    const refuse = (thrown: unknown): void => {
      if (isOver) return;
      isOver = true;
      resolve(announcer.refused(passing, caller, event, thrown));
    };
    deadline.watch(() => {
      const error = new ReceiverError("deadline_exceeded");
      refuse(error);
      deadline.expire(error);
      finishLater(passing, caller, event, true, () => pending);
    });
    pending.then(
      (handlers) => {
        if (isOver) return;
        if (!isCount(handlers)) return refuse(miscounted(handlers));
        isOver = true;
        resolve(announcer.handled(passing, caller, event, handlers));
      },
      (thrown) => refuse(blameHandlers(thrown)),
    );
  });
}

/** Acknowledges now, and runs the handlers when the answer is out. */
function accept(passing: Passing, caller: Caller, event: AnyEvent, held: HeldEvent | undefined): AnswerCode {
  finishLater(passing, caller, event, false, async () => {
    await new Promise((resolve) => setTimeout(resolve));
    return run(passing, caller, event, held);
  });
  return "accepted";
}

/** Starts the handlers, and ends the reservation when they have ended. Returns how many there were. */
function run(
  passing: Passing,
  caller: Caller,
  event: AnyEvent,
  held: HeldEvent | undefined,
): number | PromiseLike<number> {
  return held === undefined ? start(passing, caller, event) : settle(passing, caller, event, held);
}

async function settle(passing: Passing, caller: Caller, event: AnyEvent, held: HeldEvent): Promise<number> {
  const { handlers, failure } = await held.settle(() => start(passing, caller, event));
  if (failure) passing.parts.announcer.failed(passing, caller, event, failure);
  return handlers;
}

function start(passing: Passing, caller: Caller, event: AnyEvent): number | PromiseLike<number> {
  const { delivery, deadline, receivedAt, parts } = passing;
  const context = new Context(delivery, deadline, caller.organizationId, receivedAt);
  try {
    const handlers = parts.settings.router.start(event, context, parts.reportMiddleware);
    return isPromiseLike(handlers) ? handlers : requireNumber(handlers);
  } catch (thrown) {
    throw blameHandlers(thrown);
  }
}

function requireNumber(handlers: unknown): number {
  if (isCount(handlers)) return handlers;
  throw miscounted(handlers);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value % 1 === 0;
}

/** A router of the user's that returns no count has not told that a handler ran. */
function miscounted(handlers: unknown): HandlersFailed {
  const received = describeValue(handlers);
  return blameHandlers(
    new TypeError(`router.start must return the number of handlers, received ${received}`),
  );
}

function blameHandlers(thrown: unknown): HandlersFailed {
  return isReason(thrown) && thrown instanceof HandlersFailed ? thrown : new HandlersFailed(thrown);
}

/** Work behind the answer: it counts as in flight, and is announced when it ends. */
function finishLater(
  passing: Passing,
  caller: Caller,
  event: AnyEvent,
  late: boolean,
  work: () => PromiseLike<number>,
): void {
  const { announcer, inFlight } = passing.parts;
  inFlight.enter();
  const finish = async (): Promise<void> => {
    try {
      announcer.handled(passing, caller, event, requireNumber(await work()), late);
    } catch (thrown) {
      announcer.failed(passing, caller, event, blameHandlers(thrown), late);
    } finally {
      inFlight.leave();
    }
  };
  void keepAlive(passing, finish());
}

/** What the host's `waitUntil` throws, or rejects with, is its own fault: the work continues, and so does the answer. */
async function keepAlive({ delivery, parts }: Passing, work: Promise<void>): Promise<void> {
  try {
    await delivery.waitUntil?.(work);
  } catch (thrown) {
    parts.log.calleeFailure("waitUntil of the host", thrown);
  }
}
