import type { Issue } from "./payload/shape.js";
import { describeValue, requireKnownOptions } from "./values.js";

/**
 * The one table of refusals: for every code the HTTP status of the response, and the likely mistake with its fix, which
 * only you see. CMP takes 200 and 202 alone for an acknowledgement: after each of these it sends the delivery again.
 */
export const refusals = {
  malformed_json: [400, "The body is not JSON in UTF-8. Is CMP the sender?"],
  malformed_envelope: [400, 'The body is not {"event_name": string, "data": object}. Is CMP the sender?'],
  /** Nobody is left to read this answer. */
  body_aborted: [400, "The sender closed the connection before the body was complete"],
  secret_missing: [
    401,
    "The request has no callback-secret. Is a secret registered in CMP, and do all proxies pass the header on?",
  ],
  secret_mismatch: [
    401,
    "The callback-secret differs from the secret of this receiver. Compare it with the one registered in CMP, which keeps 32 characters",
  ],
  /** Only where `secret` is a function that returns `undefined`. */
  organization_unknown: [
    401,
    "The secret function returned undefined: no secret is known for this organization. Is its variable set?",
  ],
  /** Only where an adapter was given a path. */
  not_found: [
    404,
    "The request is for another path. Compare the address registered in CMP with the option path",
  ],
  method_not_allowed: [405, "The method must be POST. Is CMP the sender?"],
  body_timeout: [408, "The body was not complete within deadlineMs"],
  body_too_large: [413, "The body is larger than maxBodyBytes. Raise the option if CMP is the sender"],
  /** Known before the body is read, or when bytes that a parser kept are not JSON. */
  unsupported_encoding: [
    415,
    "The body has a content-encoding that nothing ahead has decoded. Let a proxy or a body parser decode it",
  ],
  /** Only with `onMismatch: "reject"`, and from `parseEvent`. */
  payload_mismatch: [
    422,
    "The data does not match the type of its event: see issues. Is there a newer version of this package?",
  ],
  handler_failed: [500, "A handler failed: see cause"],
  body_consumed: [
    500,
    "The body was read before and not kept. Mount the receiver ahead of the parser or middleware that reads it",
  ],
  secret_unavailable: [500, "The secret function failed: see cause"],
  /** An adapter, or this package, broke its promise. */
  internal_error: [500, "The adapter or this package failed: see cause"],
  delivery_in_flight: [503, "The same event is being handled now"],
  store_unavailable: [503, "The idempotency store failed: see cause"],
  deadline_exceeded: [503, "It took longer than deadlineMs. Hand long work to a queue"],
} as const;

/** Why a delivery was refused; the sender sees nothing else of a refusal. */
export type ErrorCode = keyof typeof refusals;

/** The status of a code. */
export type StatusOf<Code extends ErrorCode> = (typeof refusals)[Code][0];

/** The status of the response to a delivery that is refused with that code. */
export function statusOf(code: ErrorCode): number {
  return refusals[code][0];
}

/** The likely mistake and its fix, for the operator. */
export function messageOf(code: ErrorCode): string {
  return refusals[code][1];
}

/**
 * Thrown for a reason that anyone can cause, with or without the secret. The code is all there is to know. It becomes a
 * `ReceiverError` only when somebody looks: the stack of an error takes longer than all the rest of a refusal.
 */
export class Refusal {
  readonly code: ErrorCode;
  /** For the operator: what came, where an adapter has told it. */
  readonly detail: string | undefined;

  constructor(code: ErrorCode, detail?: string) {
    this.code = code;
    this.detail = detail;
  }
}

/** The second argument of {@link ReceiverError}. */
export interface ReceiverErrorOptions {
  /**
   * What was thrown underneath. With `handler_failed`: what the handler threw, or an `AggregateError` when several failed.
   * @default none
   */
  readonly cause?: unknown;
  /** The members of `data` that do not match the type of the event. @default none */
  readonly issues?: readonly Issue[];
}

/**
 * Every refusal of this package. Branch on {@link ReceiverError.code}; the message is for people and may change.
 *
 * `cause` is what was thrown underneath. With `handler_failed` it is what the handler threw; when several handlers
 * failed, an `AggregateError` whose message joins theirs. Neither the message nor any field of ours holds a secret.
 */
export class ReceiverError extends Error {
  override readonly name = "ReceiverError";
  /** The reason, for a program. */
  readonly code: ErrorCode;
  /** The HTTP status of the code, for instance 401 with `secret_mismatch`. */
  readonly status: number;
  /** With `payload_mismatch`: at most 20 members that do not match the type of the event. Otherwise empty. */
  readonly issues: readonly Issue[];

  /** @throws TypeError when the code does not exist, or an option is not one */
  constructor(code: ErrorCode, options: ReceiverErrorOptions = {}) {
    if (!Object.hasOwn(refusals, code)) {
      throw new TypeError(
        `code must be an ErrorCode, such as "handler_failed", received ${describeValue(code)}`,
      );
    }
    requireKnownOptions("ReceiverError", options, ["cause", "issues"]);
    super(messageOf(code), options);
    this.code = code;
    this.status = statusOf(code);
    this.issues = options.issues ?? [];
  }
}
