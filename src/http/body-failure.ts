import { type ErrorCode, ReceiverError } from "../errors.js";

/** Parsers and hosts give their errors an HTTP status; 410 is the fetch adapter's, for a body that somebody else reads. */
const codes: ReadonlyMap<unknown, ErrorCode> = /* @__PURE__ */ new Map([
  [408, "body_timeout"],
  [410, "body_consumed"],
  [413, "body_too_large"],
  [415, "unsupported_encoding"],
]);

/**
 * The refusal for an error that a body, or its source, threw.
 *
 * @param otherwise the code, if the error has no status that tells more
 */
export function failureOf(cause: unknown, otherwise: ErrorCode): ReceiverError {
  const status = statusOf(cause);
  const isOurs = typeof status === "number" && status >= 500;
  return new ReceiverError(codes.get(status) ?? (isOurs ? "internal_error" : otherwise), { cause });
}

/** The `status` of an error, or its `statusCode`; `undefined` of what cannot be looked at, such as a revoked proxy. */
export function statusOf(error: unknown): unknown {
  try {
    return Object(error).status ?? Object(error).statusCode;
  } catch {
    return undefined;
  }
}
