import type { Issue } from "./payload/shape.js";

/**
 * The one table of refusals: of every code the HTTP status that CMP is answered with, and the likely mistake with its
 * mend, which only you see. CMP takes 200 and 202 alone for an acknowledgement: each of these brings the delivery again.
 */
const refusals = {
  malformed_json: [400, "The body is not JSON in UTF-8. Does CMP send it?"],
  malformed_envelope: [400, 'The body is not {"event_name": string, "data": object}. Does CMP send it?'],
  /** Nobody is left to read this answer. */
  body_aborted: [400, "The sender hung up in mid-body"],
  secret_missing: [401, "No callback-secret came. Is one registered in CMP, and do all proxies pass it on?"],
  secret_mismatch: [401, "Another callback-secret came than is expected here. CMP keeps 32 characters of it"],
  /** Only where an adapter was given a path. */
  not_found: [404, ""],
  method_not_allowed: [405, "CMP sends POST"],
  body_timeout: [408, "The body was not whole within deadlineMs"],
  body_too_large: [413, "The body exceeds maxBodyBytes"],
  /** Known before the body is read, or when bytes that a parser kept are no JSON. */
  unsupported_encoding: [
    415,
    "The body has a content-encoding that nothing ahead has undone. Let a proxy, or a body parser, decode it",
  ],
  /** Only with `onMismatch: "reject"`, and from `parseEvent`. */
  payload_mismatch: [
    422,
    "The data is not what its type says: see issues. Is there a newer version of this package?",
  ],
  handler_failed: [500, "A handler failed: see cause"],
  body_consumed: [500, "The body was read before and not kept. Mount the receiver ahead of what reads it"],
  secret_unavailable: [500, "The secret function failed: see cause"],
  delivery_in_flight: [503, "The same event is being handled now"],
  store_unavailable: [503, "The idempotency store failed: see cause"],
  /** An adapter, or this package, broke its promise. */
  internal_error: [500, "The adapter is at fault, or this package: see cause"],
  deadline_exceeded: [503, "The handlers took longer than deadlineMs. Hand long work to a queue"],
} as const;

/** Why a delivery was refused; the only thing of a refusal that its sender is told. */
export type ErrorCode = keyof typeof refusals;

/** The status that goes with a code. */
export type StatusOf<Code extends ErrorCode> = (typeof refusals)[Code][0];

/** The status that a delivery is answered with for that reason. */
export function statusOf(code: ErrorCode): number {
  return refusals[code][0];
}

/**
 * What is thrown for a reason that anybody can give, with or without the secret: the code, which tells all of it. The
 * error is made of it when somebody wants to see one, since its stack takes longer than all the rest of a refusal.
 */
export class Refusal {
  readonly code: ErrorCode;

  constructor(code: ErrorCode) {
    this.code = code;
  }
}

/** What a {@link ReceiverError} may carry beside its code. */
export interface ReceiverErrorOptions {
  /** What was thrown underneath, if anything. */
  readonly cause?: unknown;
  /** Which members of `data` are not what the types say. */
  readonly issues?: readonly Issue[];
}

/**
 * Every refusal of this package. Branch on {@link ReceiverError.code}; the message is for people and may change.
 *
 * Neither the message nor any field ever holds a secret.
 */
export class ReceiverError extends Error {
  override readonly name = "ReceiverError";
  /** What went wrong, for a program. */
  readonly code: ErrorCode;
  /** The HTTP status that goes with the code, for instance 401 with `secret_mismatch`. */
  readonly status: number;
  /** With `payload_mismatch`: at most 20 members that are not what the types say. Otherwise empty. */
  readonly issues: readonly Issue[];

  constructor(code: ErrorCode, options: ReceiverErrorOptions = {}) {
    super(refusals[code][1], options);
    this.code = code;
    this.status = statusOf(code);
    this.issues = options.issues ?? [];
  }
}
