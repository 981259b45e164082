/** Why a call failed: the literal to branch on. */
export type CmpClientErrorCode =
  /** The link, or the target of a redirect, is on no allowed origin. Nothing was sent there. */
  | "link_not_allowed"
  /** More than 3 redirects in a row. */
  | "too_many_redirects"
  /** No token could be had: see `cause`. */
  | "token_unavailable"
  /** 401, with a renewed token too. */
  | "unauthorized"
  /** 429 to the last attempt, or a `Retry-After` that goes beyond the time allowed: see `retryAfterMs`. */
  | "rate_limited"
  /** 502, 503, 504 or no answer at all to the last attempt: see `status` and `cause`. */
  | "unavailable"
  /** Any other status that is no success: see `status` and `detail`. */
  | "request_failed"
  /** The time allowed for the call is over. */
  | "timeout"
  /** The caller's signal was aborted. */
  | "aborted"
  /** The answer is not what CMP sends: HTML, broken JSON, something missing. */
  | "malformed_answer"
  /** The answer is larger than 10 MiB. */
  | "answer_too_large"
  /** The event lacks what the call needs, such as a link, or an argument or option is wrong. Nothing was sent. */
  | "incomplete"
  /** The previews are none that CMP takes. Nothing was sent. */
  | "previews_invalid"
  /** The webhook is none that CMP can hold or deliver to. Nothing was sent. */
  | "webhook_invalid";

/** One finding of a 422, as CMP sends it. */
export interface ErrorDetail {
  /** The way to the member in question, such as `["body", "content_hash"]`. */
  readonly loc: readonly (string | number)[];
  /** What is wrong with it. */
  readonly msg: string;
  /** CMP's word for the kind of mistake. */
  readonly type: string;
}

/** The facts of a {@link CmpClientError}. */
export interface CmpClientErrorFacts {
  /** The HTTP status; 0 when no answer came, and none when nothing was sent. */
  readonly status?: number;
  /** Of a 422: what CMP found. */
  readonly detail?: readonly ErrorDetail[];
  /** How long CMP asks to wait, in milliseconds, if it does. */
  readonly retryAfterMs?: number;
  /** What was thrown. */
  readonly cause?: unknown;
}

/** Of a message, in characters: names in it may be the sender's. */
const longest = 1_000;

/**
 * Why a call to CMP failed. Tell it by its `code`, not by `instanceof`: another copy of this package has another class.
 *
 * Its message never holds a token, a client secret or the secret of a webhook.
 */
export class CmpClientError extends Error implements CmpClientErrorFacts {
  /** The reason, for a program. */
  readonly code: CmpClientErrorCode;
  /** The HTTP status; 0 when no answer came, and none when nothing was sent. */
  declare readonly status?: number;
  /** Of a 422: what CMP found. */
  declare readonly detail?: readonly ErrorDetail[];
  /** How long CMP asks to wait, in milliseconds, if it does. */
  declare readonly retryAfterMs?: number;

  constructor(code: CmpClientErrorCode, message: string, facts: CmpClientErrorFacts = {}) {
    super(message.slice(0, longest));
    this.name = "CmpClientError";
    this.code = code;
    Object.assign(this, facts);
  }
}

/** The error for a condition that does not hold: `X must be Y, received Z`, and how to fix it. */
export function mustBe(
  code: CmpClientErrorCode,
  name: string,
  expected: unknown,
  received: unknown,
  fix = "",
  facts?: CmpClientErrorFacts,
): CmpClientError {
  return new CmpClientError(code, `${name} must be ${expected}, received ${received}. ${fix}`.trim(), facts);
}
