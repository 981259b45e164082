import type { Deadline } from "../deadline.js";
import { ReceiverError } from "../errors.js";
import { describeValue, isPromiseLike } from "../values.js";
import { failureOf } from "./body-failure.js";
import { type Chunk, Chunks } from "./chunks.js";

/** What is used of an async iterator, and of the reader of a web stream. */
interface Source {
  next(): PromiseLike<IteratorResult<Chunk, unknown>>;
  return?(): PromiseLike<unknown>;
}

/**
 * Reads pulled bytes: web streams, and whatever else can be iterated.
 *
 * @throws ReceiverError, as a rejection
 */
export async function readIterable(
  body: AsyncIterable<Chunk>,
  limit: number,
  deadline: Deadline,
): Promise<Uint8Array> {
  const iterator = iterate(body);
  const chunks = new Chunks(limit, deadline);
  let isRead = false;
  try {
    for (;;) {
      const chunk = await deadline.limit(nextOf(iterator), "body_timeout");
      isRead = chunk === undefined;
      if (chunk === undefined) return chunks.join();
      const code = chunks.add(chunk);
      if (code !== undefined) throw new ReceiverError(code);
    }
  } finally {
    // Not awaited: a source that stalls would stall this as well.
    if (!isRead) void stop(iterator);
  }
}

/** The next chunk; `undefined` at the end. A source may break every rule of iterators. */
async function nextOf(iterator: Source): Promise<Chunk | undefined> {
  try {
    const next = iterator.next();
    if (!isPromiseLike(next))
      throw new TypeError(`next() must return a promise, returned ${describeValue(next)}`);
    const { done, value } = await next;
    if (done) return undefined;
    if (value === undefined || value === null)
      throw new TypeError("A chunk must be bytes or text, received none");
    return value;
  } catch (cause) {
    throw failureOf(cause, "body_aborted");
  }
}

async function stop(iterator: Source): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    // The body is refused already, for a better reason.
  }
}

/** A web stream that somebody else has begun to read can no longer be read here. */
function iterate(body: AsyncIterable<Chunk>): Source {
  try {
    if (!isWebStream(body)) return body[Symbol.asyncIterator]();
    // Its own iterator would not cancel a stream that stalls.
    const reader = body.getReader();
    return {
      next: () => reader.read(),
      return: () => reader.cancel(),
    };
  } catch (cause) {
    throw new ReceiverError("body_consumed", { cause });
  }
}

function isWebStream(body: object): body is ReadableStream<Chunk> {
  return "getReader" in body && typeof body.getReader === "function";
}

/** Whether its bytes can be asked for one chunk after another. */
export function isIterable(body: object): body is AsyncIterable<Chunk> {
  return Symbol.asyncIterator in body || isWebStream(body);
}
