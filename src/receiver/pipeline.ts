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
import { isPromiseLike } from "../values.js";
import { handle, type Parts, type Passing } from "./handle.js";

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
  } finally {
    passing.deadline.clear();
    inFlight.leave();
  }
  return announcer.answered(passing, caller, event, code);
}

function arrive(parts: Parts, delivery: Delivery): Passing {
  const startedAt = performance.now();
  const deadline = new Deadline(parts.settings.deadlineMs, startedAt, parts.reportSignal);
  return { parts, delivery, deadline, receivedAt: new Date(), startedAt };
}

function requireHere({ misdirected }: Delivery): void {
  if (misdirected) throw new Refusal("not_found", typeof misdirected === "string" ? misdirected : undefined);
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

/** For hosts that cannot answer well on a connection with unread bytes. */
async function drain(delivery: Delivery): Promise<void> {
  try {
    await delivery.drain?.();
  } catch {
    // The delivery is refused already, for a better reason.
  }
}
