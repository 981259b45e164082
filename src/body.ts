import type { Deadline } from "./deadline.js";
import { ReceiverError } from "./errors.js";

/** What a body may cost. */
export interface BodyLimits {
  /** Bytes that are read at most. */
  readonly maxBytes: number;
  /** What the sender says its length is, if it says so; not to be trusted, but a reason not to begin. */
  readonly declared: string | undefined;
  /** When to stop waiting for it. */
  readonly deadline: Deadline;
}

/** A Node stream, as much of it as is needed here. */
interface EventStream {
  readonly destroyed?: boolean;
  on(name: "data", listener: (chunk: Uint8Array | string) => void): unknown;
  on(name: "end" | "error" | "close", listener: () => void): unknown;
  off(name: "data", listener: (chunk: Uint8Array | string) => void): unknown;
  pause(): unknown;
}

/** What is common to the readers of web streams and to async iterators. */
interface Source {
  next(): Promise<{ readonly done?: boolean | undefined; readonly value?: Uint8Array | string | undefined }>;
  stop(): Promise<unknown> | undefined;
}

/**
 * The body in one piece: bytes, text, or what the host parsed. A promise only where something has to be read.
 *
 * @throws ReceiverError `body_consumed`, `body_too_large`, `body_timeout` or `body_aborted`; also as a rejection
 */
export function readBody(body: unknown, limits: BodyLimits): unknown {
  if (body === undefined) throw consumed();
  if (Number(limits.declared) > limits.maxBytes) throw tooLarge(limits.maxBytes);
  if (typeof body === "string") return within(limits, byteLength(body, limits.maxBytes), body);
  if (typeof body !== "object" || body === null) return body;
  if (ArrayBuffer.isView(body) || body instanceof ArrayBuffer) return within(limits, body.byteLength, body);
  if (isEventStream(body)) return readEvents(body, limits);
  const source = toSource(body);
  return source === undefined ? body : pull(source, limits);
}

/** Pushed bytes: the fast way on Node, with one promise for the whole body. */
function readEvents(stream: EventStream, limits: BodyLimits): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    if (stream.destroyed) throw aborted();
    const chunks = new Chunks(limits.maxBytes);
    let reading = true;
    const fail = (reason: () => ReceiverError): void => {
      if (!reading) return;
      reading = false;
      stream.off("data", take);
      stream.pause();
      reject(reason());
    };
    const take = (chunk: Uint8Array | string): void => {
      if (!chunks.add(chunk)) fail(() => tooLarge(limits.maxBytes));
    };
    limits.deadline.watch(() => fail(timedOut));
    // These listeners stay: a stream that fails later on must find somebody listening to its "error".
    stream.on("error", () => fail(aborted));
    stream.on("close", () => fail(aborted));
    stream.on("end", () => {
      reading = false;
      resolve(chunks.join());
    });
    stream.on("data", take);
  });
}

/** Pulled bytes: web streams and whatever else can be iterated. */
async function pull(source: Source, limits: BodyLimits): Promise<Uint8Array> {
  const chunks = new Chunks(limits.maxBytes);
  try {
    for (;;) {
      const { done, value } = await limits.deadline.limit(source.next(), timedOut);
      if (done) return chunks.join();
      if (value !== undefined && !chunks.add(value)) throw tooLarge(limits.maxBytes);
    }
  } catch (error) {
    // Not awaited: a source that stalls would stall this as well.
    source.stop()?.catch(() => {});
    throw error instanceof ReceiverError ? error : aborted(error);
  }
}

function toSource(body: object): Source | undefined {
  if ("getReader" in body && typeof body.getReader === "function")
    return readerOf(body as ReadableStream<Uint8Array>);
  const iterate = (body as Partial<AsyncIterable<Uint8Array>>)[Symbol.asyncIterator];
  if (typeof iterate !== "function") return undefined;
  const iterator = iterate.call(body);
  return { next: () => iterator.next(), stop: () => iterator.return?.() };
}

function readerOf(stream: ReadableStream<Uint8Array>): Source {
  if (stream.locked) throw consumed();
  const reader = stream.getReader();
  return { next: () => reader.read(), stop: () => reader.cancel() };
}

function isEventStream(body: object): body is EventStream {
  return "on" in body && typeof body.on === "function";
}

/** What has been read so far, never more than it may be. */
class Chunks {
  readonly #limit: number;
  readonly #parts: Uint8Array[] = [];
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** `false` when the chunk is one too many; it is not kept then. */
  add(chunk: Uint8Array | string): boolean {
    // Text comes from a host that called `setEncoding`, which has joined split characters by then.
    const bytes = typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk;
    this.#size += bytes.byteLength;
    if (this.#size > this.#limit) return false;
    this.#parts.push(bytes);
    return true;
  }

  /** A body of one chunk is not copied. */
  join(): Uint8Array {
    const [first] = this.#parts;
    if (first !== undefined && this.#parts.length === 1) return first;
    const whole = new Uint8Array(this.#size);
    let offset = 0;
    for (const part of this.#parts) {
      whole.set(part, offset);
      offset += part.byteLength;
    }
    return whole;
  }
}

function within<Body>(limits: BodyLimits, bytes: number, body: Body): Body {
  if (bytes > limits.maxBytes) throw tooLarge(limits.maxBytes);
  return body;
}

/** Bytes, not characters; counted only where the difference could matter. */
function byteLength(text: string, limit: number): number {
  return text.length > limit || text.length * 3 <= limit
    ? text.length
    : new TextEncoder().encode(text).length;
}

function consumed(): ReceiverError {
  return new ReceiverError(
    "body_consumed",
    "The body was read before it came here, and nothing was kept. Mount the receiver before whatever reads it, or let that keep rawBody or body.",
  );
}

function tooLarge(limit: number): ReceiverError {
  return new ReceiverError("body_too_large", `The body is larger than maxBodyBytes, ${limit} bytes.`);
}

function timedOut(): ReceiverError {
  return new ReceiverError("body_timeout", "The body had not come in whole within deadlineMs.");
}

function aborted(cause?: unknown): ReceiverError {
  return new ReceiverError("body_aborted", "The sender hung up before the body was whole.", { cause });
}
