import type { Issue } from "./shape.js";

/**
 * The one table of refusals: every code with the HTTP status that CMP is answered with.
 *
 * CMP takes 200 and 202 alone for an acknowledgement, so each of these brings the delivery again.
 */
export const statusByCode = {
  malformed_json: 400,
  malformed_envelope: 400,
  /** Nobody is left to read this one: the sender hung up in mid-body. */
  body_aborted: 400,
  secret_missing: 401,
  secret_mismatch: 401,
  /** Only where an adapter was given a path. */
  not_found: 404,
  method_not_allowed: 405,
  body_timeout: 408,
  body_too_large: 413,
  /** Only with `onMismatch: "reject"`. */
  payload_mismatch: 422,
  handler_failed: 500,
  body_consumed: 500,
  secret_unavailable: 500,
  /** The adapter, or this package, broke its own promise. */
  internal_error: 500,
  deadline_exceeded: 503,
} as const;

/** Why a delivery was refused; the only thing of a refusal that its sender is told. */
export type ErrorCode = keyof typeof statusByCode;

/** What a {@link ReceiverError} may carry beside its code and message. */
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

  constructor(code: ErrorCode, message: string, options: ReceiverErrorOptions = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.status = statusByCode[code];
    this.issues = options.issues ?? [];
  }
}
