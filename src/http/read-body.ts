import type { Deadline } from "../deadline.js";
import { type ErrorCode, ReceiverError } from "../errors.js";
import { isBytes } from "../values.js";
import type { Delivery } from "./delivery.js";

type Chunk = Uint8Array | string;

/** A Node stream, as much of it as is needed here. */
interface EventStream {
  readonly destroyed?: boolean;
  readonly readableEnded?: boolean;
  readonly errored?: unknown;
  /** Requests of `node:http` tell by it whether their last byte has come. */
  readonly complete?: boolean;
  on(name: "data", listener: (chunk: Chunk) => void): unknown;
  on(name: "end" | "close", listener: () => void): unknown;
  on(name: "error", listener: (cause: unknown) => void): unknown;
  off(name: "data", listener: (chunk: Chunk) => void): unknown;
  pause(): unknown;
  resume?(): unknown;
}

/**
 * What `use` makes of the body, which it is given in one piece: bytes, text, or what the host parsed. A promise only
 * where the body has to be read. Nothing here holds the bytes when `use` is done: handlers may take their time.
 *
 * What the sender says its length is cannot be trusted, but is a reason not to begin.
 *
 * @throws ReceiverError `body_consumed`, `body_too_large`, `body_timeout` or `body_aborted`, or what `use` throws; also
 *   as a rejection
 */
export function readBody<Result>(
  delivery: Delivery,
  limit: number,
  deadline: Deadline,
  use: (body: unknown) => Result,
): Result | Promise<Result> {
  const declared = Number(delivery.header("content-length"));
  if (declared > limit) throw new ReceiverError("body_too_large");
  const { body } = delivery;
  if (body === undefined) throw new ReceiverError("body_consumed");
  if (lengthOf(body, limit) > limit) throw new ReceiverError("body_too_large");
  if (typeof body !== "object" || body === null || isBytes(body)) return use(body);
  if (isEventStream(body)) return readEvents(body, declared, limit, deadline, use);
  return isIterable(body) ? readAll(body, limit, deadline).then(use) : use(body);
}

/** Pushed bytes: the fast way on Node, with one promise for the whole body. */
function readEvents<Result>(
  stream: EventStream,
  declared: number,
  limit: number,
  deadline: Deadline,
  use: (body: Uint8Array) => Result,
): Promise<Result> {
  if (stream.readableEnded) throw new ReceiverError("body_consumed");
  return new Promise((resolve, reject) => {
    const chunks = new Chunks(limit);
    let reading = true;
    const fail = (code: ErrorCode, cause?: unknown): void => {
      if (!reading) return;
      reading = false;
      stream.off("data", take);
      stream.pause();
      reject(new ReceiverError(code, { cause }));
    };
    const take = (chunk: Chunk): void => {
      if (!chunks.add(chunk)) fail("body_too_large");
    };
    const abort = (cause?: unknown): void => fail("body_aborted", cause);
    // This listener stays: a stream that fails later on must find somebody listening to its "error".
    stream.on("error", abort);
    stream.on("end", () => {
      if (!reading) return;
      reading = false;
      try {
        resolve(use(chunks.join()));
      } catch (thrown) {
        reject(thrown);
      }
    });
    stream.on("data", take);
    // Not implied by a listener where the host has paused the stream.
    stream.resume?.();
    // A small body comes with the head of the request, and has been read by then, or ends before anything else can
    // happen: Node's parser lets exactly as many bytes pass as were declared. So: no timer, and one listener less.
    void Promise.resolve().then(() => {
      if (!reading || (stream.complete !== undefined && chunks.size === declared)) return;
      deadline.watch(() => fail("body_timeout"));
      stream.on("close", () => abort());
      if (stream.destroyed) abort(stream.errored);
    });
  });
}

/** Pulled bytes: web streams and whatever else can be iterated. */
async function readAll(body: AsyncIterable<Chunk>, limit: number, deadline: Deadline): Promise<Uint8Array> {
  const chunks = new Chunks(limit);
  const iterator = iterate(body);
  try {
    for (;;) {
      const { done, value } = await deadline.limit(iterator.next(), "body_timeout");
      if (done) return chunks.join();
      if (!chunks.add(value)) throw new ReceiverError("body_too_large");
    }
  } catch (cause) {
    // Not awaited: a source that stalls would stall this as well.
    void stop(iterator);
    throw cause instanceof ReceiverError ? cause : new ReceiverError("body_aborted", { cause });
  }
}

async function stop(iterator: AsyncIterator<Chunk>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    // The body is refused already, for a better reason.
  }
}

/** A web stream that somebody else has begun to read can no longer be read here. */
function iterate(body: AsyncIterable<Chunk>): AsyncIterator<Chunk> {
  try {
    if (!isWebStream(body)) return body[Symbol.asyncIterator]();
    // Its own iterator would not cancel a stream that stalls.
    const reader = body.getReader();
    return {
      next: () => reader.read(),
      return: (value) => reader.cancel().then(() => ({ done: true, value })),
    };
  } catch (cause) {
    throw new ReceiverError("body_consumed", { cause });
  }
}

/** What has been read so far, never more than it may be. */
class Chunks {
  readonly #limit: number;
  #parts: Uint8Array[] = [];
  /** Bytes. */
  size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** `false` when the chunk is one too many; it is not kept then. */
  add(chunk: Chunk): boolean {
    // Text comes from a host that called `setEncoding`, which has joined split characters by then.
    const bytes = typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
    this.size += bytes.length;
    return this.size <= this.#limit && this.#parts.push(bytes) > 0;
  }

  /** All of it in one piece, and none of it kept. A body of one chunk is not copied. */
  join(): Uint8Array {
    const parts = this.#parts;
    this.#parts = [];
    const [first] = parts;
    if (first?.length === this.size) return first;
    const whole = new Uint8Array(this.size);
    let offset = 0;
    for (const part of parts) {
      whole.set(part, offset);
      offset += part.length;
    }
    return whole;
  }
}

/** The bytes of what is here already; of text they are counted only where they may differ from its characters. */
function lengthOf(body: unknown, limit: number): number {
  if (typeof body !== "string") return isBytes(body) ? body.byteLength : 0;
  return body.length > limit || body.length * 3 <= limit
    ? body.length
    : new TextEncoder().encode(body).length;
}

function isEventStream(body: object): body is EventStream {
  return "on" in body && typeof body.on === "function";
}

function isWebStream(body: object): body is ReadableStream<Chunk> {
  return "getReader" in body && typeof body.getReader === "function";
}

function isIterable(body: object): body is AsyncIterable<Chunk> {
  return Symbol.asyncIterator in body || isWebStream(body);
}
