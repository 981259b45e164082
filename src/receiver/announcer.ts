import { ReceiverError, Refusal, statusOf } from "../errors.js";
import type { AnyEvent } from "../events/index.js";
import type { Delivery, Reply } from "../http/delivery.js";
import { type AnswerCode, makeReply } from "../http/reply.js";
import { isKnownEvent } from "../payload/catalog.js";
import type { Issue } from "../payload/shape.js";
import { type Caller, secretHeader } from "../secret/authenticate.js";
import type { DeliveryFacts, Failed } from "./announcements.js";
import { headerOf } from "./handler-context.js";
import type { Listeners } from "./listeners.js";
import type { LogWriter } from "./log.js";

/** A delivery, and when it arrived. */
export interface Arrival {
  readonly delivery: Delivery;
  readonly receivedAt: Date;
  /** By `performance.now()`. */
  readonly startedAt: number;
}

/** Handlers failed: what they threw, one entry for each. */
export class HandlersFailed {
  readonly errors: readonly unknown[];
  readonly cause: unknown;

  /** @param thrown what the router rejected with: an `AggregateError` of all, or, from a router of the user's, anything */
  constructor(thrown: unknown) {
    this.errors = errorsIn(thrown) ?? [thrown];
    this.cause = this.errors.length === 1 ? this.errors[0] : thrown;
  }
}

/** The list of an `AggregateError`. Handlers, and routers of the user's, may throw what cannot be looked at. */
function errorsIn(thrown: unknown): readonly unknown[] | undefined {
  try {
    const list: unknown = thrown instanceof Error && "errors" in thrown ? thrown.errors : undefined;
    return Array.isArray(list) && list.length > 0 ? list : undefined;
  } catch {
    return undefined;
  }
}

/** Why a delivery is refused, as far as it is known where the refusal is made. */
type Reason = Refusal | ReceiverError | HandlersFailed;

/** Tells listeners and the log what became of the deliveries of one receiver, and makes the replies. */
export class Announcer {
  readonly #listeners: Listeners;
  readonly #log: LogWriter;

  constructor(listeners: Listeners, log: LogWriter) {
    this.#listeners = listeners;
    this.#log = log;
  }

  /** The event goes to its handlers, although it does not match its type. */
  mismatched(arrival: Arrival, caller: Caller, event: AnyEvent, issues: readonly Issue[]): void {
    if (!this.#listeners.has("mismatched")) return;
    this.#listeners.announce("mismatched", { ...factsOf(arrival, caller), event, issues });
  }

  /** The handlers have succeeded, or there was none. */
  handled(
    arrival: Arrival,
    caller: Caller,
    event: AnyEvent,
    handlers: number,
    late = false,
  ): "handled" | "ignored" {
    const isKnown = isKnownEvent(event);
    if (late || (isKnown && handlers > 0)) {
      if (this.#listeners.has("handled"))
        this.#listeners.announce("handled", { ...factsOf(arrival, caller), event, handlers, late });
      return "handled";
    }
    const reason = isKnown ? "no_handler" : "unknown_event";
    if (this.#listeners.has("ignored"))
      this.#listeners.announce("ignored", { ...factsOf(arrival, caller), event, handlers, reason });
    return "ignored";
  }

  /** The event was handled before, or is being handled now, which may still fail. */
  duplicate(
    arrival: Arrival,
    caller: Caller,
    event: AnyEvent,
    state: "done" | "in_flight",
  ): "duplicate" | "delivery_in_flight" {
    if (this.#listeners.has("duplicate"))
      this.#listeners.announce("duplicate", { ...factsOf(arrival, caller), event, state });
    return state === "done" ? "duplicate" : "delivery_in_flight";
  }

  /** The delivery is refused: 400 to 499 for a fault of the sender, 500 and more for one of ours. */
  refused(
    arrival: Arrival,
    caller: Caller | undefined,
    event: AnyEvent | undefined,
    thrown: unknown,
  ): AnswerCode {
    const reason = isReason(thrown) ? thrown : new ReceiverError("internal_error", { cause: thrown });
    const code = reason instanceof HandlersFailed ? "handler_failed" : reason.code;
    if (statusOf(code) >= 500) {
      this.failed(arrival, caller, event, reason, false, true);
    } else if (this.#listeners.has("rejected")) {
      const facts = factsOf(arrival, caller);
      this.#listeners.announce("rejected", { ...facts, error: toError(reason), event });
    } else {
      this.#log.refusal(code, reason instanceof Refusal ? reason.detail : undefined);
    }
    return code;
  }

  /**
   * Something on our side has failed.
   *
   * @param isAnswer whether CMP gets the code as its answer
   */
  failed(
    arrival: Arrival,
    caller: Caller | undefined,
    event: AnyEvent | undefined,
    reason: Reason,
    late = false,
    isAnswer = false,
  ): void {
    const errors = reason instanceof HandlersFailed ? reason.errors : [];
    const detail: Failed = { ...factsOf(arrival, caller), error: toError(reason), errors, event, late };
    if (this.#listeners.has("failed")) this.#listeners.announce("failed", detail);
    else this.#log.failure(detail, isAnswer, caller?.secret, safeHeader(arrival.delivery, secretHeader));
  }

  /** Makes the reply, and announces it: once for each delivery. */
  answered(
    arrival: Arrival,
    caller: Caller | undefined,
    event: AnyEvent | undefined,
    code: AnswerCode,
  ): Reply {
    const reply = makeReply(code);
    if (this.#listeners.has("answered")) {
      const facts = factsOf(arrival, caller);
      this.#listeners.announce("answered", { ...facts, status: reply.status, code, event });
    }
    return reply;
  }
}

/** A proxy of the user's may throw when its prototype is asked for; then it is none of ours. */
export function isReason(thrown: unknown): thrown is Reason {
  try {
    return thrown instanceof Refusal || thrown instanceof ReceiverError || thrown instanceof HandlersFailed;
  } catch {
    return false;
  }
}

function toError(reason: Reason): ReceiverError {
  if (reason instanceof ReceiverError) return reason;
  if (reason instanceof Refusal) {
    const { code, detail } = reason;
    return new ReceiverError(code, detail === undefined ? {} : { cause: new Error(detail) });
  }
  return new ReceiverError("handler_failed", { cause: reason.cause });
}

function factsOf({ delivery, receivedAt, startedAt }: Arrival, caller: Caller | undefined): DeliveryFacts {
  return {
    organizationId: caller === undefined ? safeHeader(delivery, "organization-id") : caller.organizationId,
    receivedAt,
    durationMs: performance.now() - startedAt,
    secretIndex: caller?.secretIndex,
    header: headerOf(delivery),
  };
}

/** An adapter of the user's may throw. */
function safeHeader(delivery: Delivery, name: string): string | undefined {
  try {
    return delivery.header(name);
  } catch {
    return undefined;
  }
}
