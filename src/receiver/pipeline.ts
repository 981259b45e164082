import { Deadline } from "../deadline.js";
import { ReceiverError, Refusal } from "../errors.js";
import type { AnyEvent } from "../events/index.js";
import type { Delivery, Reply } from "../http/delivery.js";
import { readBody } from "../http/read-body.js";
import type { AnswerCode } from "../http/reply.js";
import type { IdempotencySettings } from "../idempotency/options.js";
import { type HeldEvent, reserve } from "../idempotency/reservation.js";
import { type ParsedEvent, readEvent } from "../payload/parse-event.js";
import { authenticate, type Caller } from "../secret/authenticate.js";
import { describeValue, isPromiseLike } from "../values.js";
import { type Announcer, type Arrival, HandlersFailed } from "./announcer.js";
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
}

/** What all steps of one delivery share from its arrival on. */
interface Passing extends Arrival {
  readonly parts: Parts;
  readonly deadline: Deadline;
}

/**
 * Answers one delivery. The order is a promise: nothing of a body is read, or parsed, for a caller who does not know the
 * secret. Each step returns what it learnt, or throws the reason of a refusal.
 */
export async function answer(parts: Parts, delivery: Delivery): Promise<Reply> {
  const { settings, announcer, inFlight } = parts;
  const passing = arrive(parts, delivery);
  let caller: Caller | undefined;
  let event: AnyEvent | undefined;
  let code: AnswerCode;
  inFlight.enter();
  try {
    requireHere(delivery);
    requirePost(delivery);
    const known = authenticate(delivery, settings.secret, passing.deadline);
    caller = isPromiseLike(known) ? await known : known;
    const reading = readBody(delivery, settings.maxBodyBytes, passing.deadline, readEvent);
    const parsed = isPromiseLike(reading) ? await reading : reading;
    event = parsed.event;
    judgeIssues(passing, caller, parsed);
    const held = settings.idempotency && (await hold(passing, caller, event, settings.idempotency));
    if (held === "done" || held === "in_flight") {
      code = announcer.duplicate(passing, caller, event, held);
    } else {
      const handling = handle(passing, caller, event, held);
      code = typeof handling === "string" ? handling : await handling;
    }
  } catch (thrown) {
    code = announcer.refused(passing, caller, event, thrown);
    if (event === undefined) await drain(delivery);
  }
  passing.deadline.clear();
  inFlight.leave();
  return announcer.answered(passing, caller, event, code);
}

function arrive(parts: Parts, delivery: Delivery): Passing {
  const startedAt = performance.now();
  const deadline = new Deadline(parts.settings.deadlineMs, startedAt, parts.reportSignal);
  return { parts, delivery, deadline, receivedAt: new Date(), startedAt };
}

function requireHere(delivery: Delivery): void {
  if (delivery.misdirected === true) throw new Refusal("not_found");
}

function requirePost(delivery: Delivery): void {
  if (delivery.method !== "POST") throw new Refusal("method_not_allowed");
}

function judgeIssues(passing: Passing, caller: Caller, { event, issues }: ParsedEvent): void {
  if (issues.length === 0) return;
  if (passing.parts.settings.rejectMismatch) throw new ReceiverError("payload_mismatch", { issues });
  passing.parts.announcer.mismatched(passing, caller, event, issues);
}

/** Reserves the event; `undefined` when it has no key. */
async function hold(
  passing: Passing,
  caller: Caller,
  event: AnyEvent,
  idempotency: IdempotencySettings,
): Promise<HeldEvent | "done" | "in_flight" | undefined> {
  const { settings, announcer } = passing.parts;
  const { secret, organizationId } = caller;
  const scope = {
    secret,
    organizationId: typeof settings.secret === "function" ? organizationId : undefined,
  };
  const held = await reserve(idempotency, event, scope, passing.deadline);
  if (typeof held === "object" && held.failure) announcer.failed(passing, caller, event, held.failure);
  return held;
}

/** Runs the handlers: before the answer, or behind it. A promise only where one of them is pending. */
function handle(
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

/** Waits for the handlers until the deadline. Then they are told to stop, and what becomes of them is announced. */
async function handleInTime(
  passing: Passing,
  caller: Caller,
  event: AnyEvent,
  pending: PromiseLike<number>,
): Promise<AnswerCode> {
  const { deadline, parts } = passing;
  const { announcer } = parts;
  try {
    const handlers = requireNumber(await deadline.limit(pending, "deadline_exceeded", blameHandlers));
    return announcer.handled(passing, caller, event, handlers);
  } catch (thrown) {
    const code = announcer.refused(passing, caller, event, thrown);
    if (code === "deadline_exceeded") {
      deadline.expire(thrown);
      finishLater(passing, caller, event, true, () => pending);
    }
    return code;
  }
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
    const handlers = parts.settings.router.start(event, context);
    return isPromiseLike(handlers) ? handlers : requireNumber(handlers);
  } catch (thrown) {
    throw blameHandlers(thrown);
  }
}

/** A router of the user's that returns no count has not told that a handler ran. */
function requireNumber(handlers: unknown): number {
  if (typeof handlers === "number") return handlers;
  const received = describeValue(handlers);
  throw blameHandlers(new TypeError(`router.start must return the number of handlers, received ${received}`));
}

function blameHandlers(thrown: unknown): HandlersFailed {
  return thrown instanceof HandlersFailed ? thrown : new HandlersFailed(thrown);
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
    }
    inFlight.leave();
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

/** For hosts that cannot answer well on a connection with unread bytes. */
async function drain(delivery: Delivery): Promise<void> {
  try {
    await delivery.drain?.();
  } catch {
    // The delivery is refused already, for a better reason.
  }
}
