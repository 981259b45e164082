import type { MinimalRequest } from "./fetch.js";

type Chunk = Uint8Array | string;
type Result = IteratorResult<Chunk, unknown>;

/** A source of a body: what is used of an async iterator, and of the reader of a web stream. */
interface Source {
  next(): PromiseLike<Result>;
  cancel?(): PromiseLike<unknown>;
}

/** What is discarded of a refused body at most. A piece counts as `piece` bytes or more, so that pieces end as well. */
const leftovers = { bytes: 8 * 1024 * 1024, piece: 64, ms: 2_000 };

/** From the end of the response to the cancelling of what is left of the body, in milliseconds. */
const cancelMs = 1_000;

/** A body that is declared to be no longer than this, in bytes, may be taken in one piece. */
const smallBody = 64 * 1024;

/**
 * The body of one request. The receiver reads it; nothing of the request is touched before, since some hosts begin to
 * read when they are asked for the stream.
 *
 * It does not cancel its stream when the receiver stops reading. SvelteKit destroys the connection when its stream is
 * cancelled, so that the response is lost; `toWebRequest` of h3 1 ends the process with the next bytes that arrive
 * (ERR_INVALID_STATE).
 */
export class RequestBody implements AsyncIterable<Chunk>, AsyncIterator<Chunk> {
  readonly #request: MinimalRequest;
  #source: Source | undefined;
  #isReading = false;
  /** Whether nothing more of the body can come. */
  hasEnded = false;
  /** Whether {@link drain} has met its bounds, and more of the body may be coming. */
  isLeft = false;

  constructor(request: MinimalRequest) {
    this.#request = request;
  }

  /** @throws TypeError when somebody else has read the body, or reads it, and did not keep it */
  [Symbol.asyncIterator](): this {
    this.#source ??= open(this.#request);
    return this;
  }

  async next(): Promise<Result> {
    this.#isReading = true;
    try {
      const result = (await this.#source?.next()) ?? { done: true, value: undefined };
      this.hasEnded = result.done === true;
      return result;
    } catch (cause) {
      this.hasEnded = true;
      throw cause;
    } finally {
      this.#isReading = false;
    }
  }

  /** Discards what is left, within bounds. Does nothing while a read is pending: the time of that body is up. */
  async drain(): Promise<void> {
    if (this.hasEnded || this.isLeft) return;
    try {
      this.isLeft = this.#isReading || !(await discard(this[Symbol.asyncIterator]()));
    } catch {
      // Somebody else has read it, or reads it.
      this.hasEnded = true;
    }
  }

  /**
   * The bytes as the body of a response that ends when as much again was discarded, so that a sender at work sees it
   * before the connection closes. What is left of this body is cancelled after that.
   */
  linger(bytes: Uint8Array): ReadableStream<Uint8Array> {
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
      controller.enqueue(bytes);
      await discard(this);
      setTimeout(() => void this.#source?.cancel?.().then(undefined, () => {}), cancelMs);
      controller.close();
    };
    // Not asked for anything before the host takes it.
    return new ReadableStream({ pull }, { highWaterMark: 0 });
  }
}

/** Reads to the end, within bounds; whether it came to it. */
function discard(body: RequestBody): Promise<boolean> {
  return new Promise((resolve) => {
    let left = leftovers.bytes;
    const stop = (hasEnded: boolean): void => {
      left = -1;
      clearTimeout(timer);
      resolve(hasEnded);
    };
    const timer = setTimeout(stop, leftovers.ms, false);
    const take = ({ done, value }: Result): void => {
      if (left < 0) return;
      if (done) {
        stop(true);
        return;
      }
      left -= Math.max(value?.length ?? 0, leftovers.piece);
      if (left < 0) stop(false);
      else read();
    };
    const read = (): void => void body.next().then(take, () => stop(true));
    read();
  });
}

/**
 * Where the bytes come from. Hosts that have a kind of `Request` of their own, such as Hono's server for Node, are quick
 * to give a body whole, and take six times as long to make a stream of it. A small one is taken whole from them: the
 * length that is declared can be relied on as far as that, since what serves HTTP lets no more of a body through.
 */
function open(request: MinimalRequest): Source {
  if (request.bodyUsed) return once(keptBody(request));
  if (hasOwnKind(request) && isDeclaredSmall(request)) return whole(request);
  const { body } = request;
  if (typeof body === "object" && body !== null && "getReader" in body)
    return readerOf(body as ReadableStream);
  if (isIterable(body)) return body[Symbol.asyncIterator]();
  return once(isChunk(body) ? body : "");
}

/** The bytes that somebody kept who read the body before, as some serverless hosts do in `rawBody`. */
function keptBody(request: MinimalRequest): Chunk {
  const kept = "rawBody" in request ? request.rawBody : undefined;
  if (isChunk(kept) && kept.length > 0) return kept;
  throw new TypeError("The body of the request was read before");
}

function hasOwnKind(request: MinimalRequest): boolean {
  if (request.arrayBuffer === undefined || typeof Request === "undefined") return false;
  return Object.getPrototypeOf(request) !== Request.prototype;
}

function isDeclaredSmall({ headers }: MinimalRequest): boolean {
  const declared = headers.get("content-length");
  return declared !== null && Number(declared) <= smallBody;
}

async function* once(piece: Chunk): AsyncGenerator<Chunk> {
  yield piece;
}

/**
 * All at once, and then the end. It rejects with a `TypeError` when somebody else holds a reader; to see that before, the
 * stream must be made. No generator: it would take as long as the rest of a small body.
 */
function whole(request: MinimalRequest): Source {
  let isTaken = false;
  return {
    async next() {
      if (isTaken) return { done: true, value: undefined };
      isTaken = true;
      try {
        return { done: false, value: new Uint8Array((await request.arrayBuffer?.()) ?? []) };
      } catch (cause) {
        // By name, since a host may have a `TypeError` of its own.
        if (Object(cause).name !== "TypeError") throw cause;
        throw Object.assign(new Error("Somebody else reads the body", { cause }), { status: 410 });
      }
    },
  };
}

/** @throws TypeError when somebody else holds a reader */
function readerOf(stream: ReadableStream<Chunk>): Source {
  const reader = stream.getReader();
  return { next: () => reader.read(), cancel: () => reader.cancel() };
}

function isChunk(value: unknown): value is Chunk {
  return typeof value === "string" || Object.prototype.toString.call(value) === "[object Uint8Array]";
}

function isIterable(value: unknown): value is AsyncIterable<Chunk> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
