import type { Deadline } from "../deadline.js";
import { ReceiverError } from "../errors.js";
import { failureOf } from "./body-failure.js";
import { type Chunk, Chunks } from "./chunks.js";

type Step = IteratorResult<Chunk, Chunk | undefined>;

/** What is used of an async iterator, and of the reader of a web stream. */
interface Source {
  next(): PromiseLike<Step>;
  return?(): PromiseLike<unknown>;
}

/**
 * Reads pulled bytes: web streams, and whatever else can be iterated. It makes few promises, since they take most of the
 * time of a small body: one for the whole body, and one `then` for each chunk.
 *
 * @throws ReceiverError `body_consumed` at once; all else as a rejection
 */
export function readIterable<Result>(
  body: AsyncIterable<Chunk>,
  limit: number,
  deadline: Deadline,
  use: (body: Uint8Array) => Result,
): Promise<Result> {
  const source = iterate(body);
  return new Promise((resolve, reject) => {
    const chunks = new Chunks(limit, deadline);
    let reading = true;
    const refuse = (error: unknown): void => {
      // Not waited for: a source that stalls would stall this as well.
      if (reading) void stop(source);
      reading = false;
      reject(error);
    };
    // Behind the end, it is what `use` throws.
    const abort = (cause: unknown): void => refuse(reading ? failureOf(cause, "body_aborted") : cause);
    const take = (step: Step): void => {
      if (!reading) return;
      try {
        const { done, value } = step;
        reading = !done;
        const code = reading ? chunks.add(value ?? fail()) : undefined;
        if (code !== undefined) refuse(new ReceiverError(code));
        else if (reading) next();
        else resolve(use(chunks.join()));
      } catch (thrown) {
        abort(thrown);
      }
    };
    // `resolve`, since what only looks like a promise may call back twice, or at once.
    const next = (): void => void Promise.resolve(source.next()).then(take, abort);
    deadline.watch(() => refuse(new ReceiverError("body_timeout")));
    try {
      next();
    } catch (thrown) {
      abort(thrown);
    }
  });
}

/** A source may break every rule of iterators. */
function fail(): never {
  throw new TypeError("A chunk must be bytes or text, received none");
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
