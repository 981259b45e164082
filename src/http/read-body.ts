import type { Deadline } from "../deadline.js";
import { ReceiverError } from "../errors.js";
import { codeOf, isBytes, isPromiseLike } from "../values.js";
import { failureOf, statusOf } from "./body-failure.js";
import { sizeOf } from "./body-size.js";
import type { Delivery, DeliveryBody } from "./delivery.js";
import { isEventStream, readEvents } from "./read-events.js";
import { isIterable, readIterable } from "./read-iterable.js";

/** The facts about a body that are known before it is read. */
interface Reading<Result> {
  readonly limit: number;
  readonly deadline: Deadline;
  readonly use: (body: unknown) => Result;
  /** The body has a `content-encoding` other than `identity`. */
  readonly isEncoded: boolean;
  /** The header `content-length` holds for the body as it is used. */
  readonly isMeasured: boolean;
}

/**
 * Calls `use` with the body in one piece: bytes, text, or what the host parsed. A promise only where the body has to be
 * read, or waited for. Nothing here holds the bytes when `use` is done: handlers may take their time.
 *
 * The length that the sender declares cannot be trusted, but is a reason not to begin.
 *
 * @param limit bytes
 * @throws ReceiverError `body_consumed`, `body_too_large`, `unsupported_encoding`, `body_timeout` or `body_aborted`, or
 *   what `use` throws; also as a rejection
 */
export function readBody<Result>(
  delivery: Delivery,
  limit: number,
  deadline: Deadline,
  use: (body: unknown) => Result,
): Result | Promise<Result> {
  const declared = delivery.header("content-length");
  const isEncoded = !isIdentity(delivery.header("content-encoding"));
  if (Number(declared) > limit && !isEncoded) throw new ReceiverError("body_too_large");
  const isMeasured = declared !== undefined && !isEncoded;
  return take(bodyOf(delivery), { limit, deadline, use, isEncoded, isMeasured });
}

function take<Result>(body: DeliveryBody, reading: Reading<Result>): Result | Promise<Result> {
  if (body === undefined) throw new ReceiverError("body_consumed");
  if (typeof body !== "object" || body === null || isBytes(body)) return useRead(body, reading);
  if (isEventStream(body)) {
    requireDecoded(reading);
    return readEvents(body, reading.limit, reading.deadline, reading.use);
  }
  if (isIterable(body)) {
    requireDecoded(reading);
    return readIterable(body, reading.limit, reading.deadline, reading.use);
  }
  return isPromiseLike(body) ? takeLater(body, reading) : useRead(body, reading);
}

/** A body that somebody else is still reading. */
async function takeLater<Result>(body: PromiseLike<unknown>, reading: Reading<Result>): Promise<Result> {
  return take(await reading.deadline.limit(settle(body), "body_timeout"), reading);
}

async function settle(body: PromiseLike<unknown>): Promise<unknown> {
  try {
    return await body;
  } catch (cause) {
    throw failureOf(cause, "body_aborted");
  }
}

/** The body is here already. If it was encoded, only its form tells whether somebody has decoded it. */
function useRead<Result>(body: unknown, { limit, use, isEncoded, isMeasured }: Reading<Result>): Result {
  if (sizeOf(body, limit, isMeasured) > limit) throw new ReceiverError("body_too_large");
  if (!isEncoded) return use(body);
  try {
    return use(body);
  } catch (thrown) {
    throw codeOf(thrown) === "malformed_json"
      ? new ReceiverError("unsupported_encoding", { cause: thrown })
      : thrown;
  }
}

/** Nobody has decoded what nobody has read. */
function requireDecoded({ isEncoded }: Reading<unknown>): void {
  if (isEncoded) throw new ReceiverError("unsupported_encoding");
}

/**
 * A host's getter may parse, and throw at what is no JSON; it says so with a status. Without one a `SyntaxError` tells
 * only that a parser has read the body and kept nothing: what it was given may have been cut. Anything else is a fault
 * of the getter.
 */
function bodyOf(delivery: Delivery): DeliveryBody {
  try {
    return delivery.body;
  } catch (cause) {
    if (typeof statusOf(cause) === "number") throw failureOf(cause, "malformed_json");
    // By name, since a host may run its parser in a realm of its own.
    throw Object(cause).name === "SyntaxError" ? new ReceiverError("body_consumed", { cause }) : cause;
  }
}

/** Whether a `content-encoding` changes nothing. With `trim`: a pattern takes the square of the time for many blanks. */
function isIdentity(encoding: string | undefined): boolean {
  return !encoding || encoding.split(",").every((name) => /^(identity)?$/i.test(name.trim()));
}
