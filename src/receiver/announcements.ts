import type { ReceiverError } from "../errors.js";
import type { AnyEvent } from "../events/index.js";
import type { AnswerCode } from "../http/reply.js";
import type { Issue } from "../payload/shape.js";
import type { Signal } from "../signal.js";

/** The facts of a delivery, which every announcement has. */
export interface DeliveryFacts {
  /** The `organization-id` header. */
  readonly organizationId: string | undefined;
  /** When the delivery arrived. */
  readonly receivedAt: Date;
  /** Milliseconds since then. */
  readonly durationMs: number;
  /** Which of several secrets was received, counted from 0; when the old one is no longer seen, remove it. */
  readonly secretIndex: number | undefined;
  /** The value of a request header, upper or lower case; `callback-secret` is withheld. */
  header(name: string): string | undefined;
}

/** All handlers of the event have succeeded. The response was 200, or 503 before that when `late`. */
export interface Handled extends DeliveryFacts {
  /** The event that was handled. */
  readonly event: AnyEvent;
  /** How many handlers ran. */
  readonly handlers: number;
  /** The handlers ended after the deadline: the response was 503, and CMP will send the event again. */
  readonly late: boolean;
}

/** There was nothing to do; the response is 202. */
export interface Ignored extends DeliveryFacts {
  /** The event that was ignored. */
  readonly event: AnyEvent;
  /** No handler is registered for it, or this version of the package does not know its name. */
  readonly reason: "no_handler" | "unknown_event";
  /** How many handlers ran: those of `onUnknown` and `onAny`. */
  readonly handlers: number;
}

/** The delivery was refused for a fault of its sender, with a status of 400 to 499. */
export interface Rejected extends DeliveryFacts {
  /** Why; its `code` is in the response. */
  readonly error: ReceiverError;
  /** Only with `payload_mismatch`. */
  readonly event: AnyEvent | undefined;
}

/**
 * Something on our side has failed. The response is 500 or more and CMP will send the event again, unless it had been
 * acknowledged before (`acknowledge: "before"`), or is handled without its store (`onStoreError: "handle"`).
 */
export interface Failed extends DeliveryFacts {
  /** What failed; its `cause` is what was thrown. */
  readonly error: ReceiverError;
  /** What the handlers threw, one entry for each that failed; empty unless the code is `handler_failed`. */
  readonly errors: readonly unknown[];
  /** The event, if it had been read by then. */
  readonly event: AnyEvent | undefined;
  /** The handlers failed after the deadline, which was announced before. */
  readonly late: boolean;
}

/** The event is handled all the same, but its `data` does not match its type. */
export interface Mismatched extends DeliveryFacts {
  /** The event as it was received. */
  readonly event: AnyEvent;
  /** The members that do not match, at most 20. */
  readonly issues: readonly Issue[];
}

/** The event was handled before, or is being handled now, and no handler ran. */
export interface Duplicate extends DeliveryFacts {
  /** The event as this delivery has it. */
  readonly event: AnyEvent;
  /** `done` with 200; `in_flight` with 503, since the handlers that are at work may still fail. */
  readonly state: "done" | "in_flight";
}

/** The response to a delivery: exactly one for each, whatever else is announced of it. */
export interface Answered extends DeliveryFacts {
  /** The HTTP status. */
  readonly status: number;
  /** How the delivery was acknowledged, or why it was refused. */
  readonly code: AnswerCode;
  /** The event, if it had been read by then. */
  readonly event: AnyEvent | undefined;
}

/** What a receiver announces, by name. */
export interface ReceiverEventMap {
  /** All handlers have succeeded. */
  handled: Handled;
  /** There was nothing to do. */
  ignored: Ignored;
  /** Refused for a fault of the sender: 4xx. */
  rejected: Rejected;
  /** Something on our side has failed. */
  failed: Failed;
  /** `data` does not match the type of the event. */
  mismatched: Mismatched;
  /** No handler ran: the event was handled before, or is being handled. */
  duplicate: Duplicate;
  /** Once for every response. */
  answered: Answered;
}

/** The argument of a listener. */
export interface Announcement<Name extends keyof ReceiverEventMap> {
  /** The name of the announcement. */
  readonly type: string;
  /** The facts. */
  readonly detail: ReceiverEventMap[Name];
}

/** Called for an announcement. What it throws, or rejects with, is one line in the log. */
export type Listener<Name extends keyof ReceiverEventMap> = (announcement: Announcement<Name>) => unknown;

/** Options of `addEventListener`. */
export interface ListenerOptions {
  /** Listens once and no more. @default false */
  readonly once?: boolean | undefined;
  /** Removes the listener when it is aborted. @default none */
  readonly signal?: Signal | undefined;
}
