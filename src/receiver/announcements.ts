import type { ReceiverError } from "../errors.js";
import type { AnyEvent } from "../events/index.js";
import type { Issue } from "../payload/shape.js";
import type { Signal } from "../signal.js";

/** What is known of every delivery that a receiver announces. */
export interface DeliveryFacts {
  /** The `organization-id` header. */
  readonly organizationId: string | undefined;
  /** When the delivery arrived. */
  readonly receivedAt: Date;
  /** Milliseconds since then. */
  readonly durationMs: number;
  /** Which of several secrets the delivery came with, counted from 0; when the old one is no longer seen, drop it. */
  readonly secretIndex: number | undefined;
}

/** All handlers of the event have ended well; CMP got 200, or 503 when `late`. */
export interface Handled extends DeliveryFacts {
  readonly event: AnyEvent;
  /** How many handlers ran. */
  readonly handlers: number;
  /** The handlers ended after the deadline, so CMP was told 503 and will deliver the event again. */
  readonly late: boolean;
}

/** There was nothing to do; CMP got 202. */
export interface Ignored extends DeliveryFacts {
  readonly event: AnyEvent;
  readonly reason: "no_handler" | "unknown_event";
  /** How many handlers ran: those of `onUnknown` and `onAny`. */
  readonly handlers: number;
}

/** The delivery was refused for a fault of its sender, with a status of 400 to 499. */
export interface Rejected extends DeliveryFacts {
  readonly error: ReceiverError;
  /** With `payload_mismatch` alone. */
  readonly event: AnyEvent | undefined;
}

/**
 * Something on our side has failed. CMP was answered with 500 or more and will deliver the event again, unless it had
 * been acknowledged before (`acknowledge: "before"`), or goes on without its store (`onStoreError: "handle"`).
 */
export interface Failed extends DeliveryFacts {
  readonly error: ReceiverError;
  /** What the handlers threw, one entry for each that failed; empty unless the code is `handler_failed`. */
  readonly errors: readonly unknown[];
  /** The event, if it had been read by then. */
  readonly event: AnyEvent | undefined;
  /** The handlers failed after the deadline, which has been announced by itself before. */
  readonly late: boolean;
}

/** The event is handled nevertheless, but its `data` is not what its type says. */
export interface Mismatched extends DeliveryFacts {
  readonly event: AnyEvent;
  readonly issues: readonly Issue[];
}

/** The event was handled before, or is being handled now, and no handler ran; CMP got 200, or 503 to come again. */
export interface Duplicate extends DeliveryFacts {
  readonly event: AnyEvent;
  /** `done` with 200; `in_flight` with 503, since the handlers that are at work may still fail. */
  readonly state: "done" | "in_flight";
}

/** What a receiver announces, by name. */
export interface ReceiverEventMap {
  handled: Handled;
  ignored: Ignored;
  rejected: Rejected;
  failed: Failed;
  mismatched: Mismatched;
  duplicate: Duplicate;
}

/** What a listener is given. */
export interface Announcement<Name extends keyof ReceiverEventMap> {
  /** What happened. */
  readonly type: string;
  /** The facts of it. */
  readonly detail: ReceiverEventMap[Name];
}

/** Is told what happened; what it throws, or rejects with, ends here. */
export type Listener<Name extends keyof ReceiverEventMap> = (announcement: Announcement<Name>) => void;

/** Options of `addEventListener`. */
export interface ListenerOptions {
  /** Listens once and no more. @default false */
  readonly once?: boolean | undefined;
  /** Takes the listener off when it is aborted. */
  readonly signal?: Signal | undefined;
}
