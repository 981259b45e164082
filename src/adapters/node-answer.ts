import type { Reply } from "../http/delivery.js";
import type { Http2Session } from "./open-connections.js";

/** The part of a request that matters to the end of its answer. */
export interface EndingRequest {
  readonly method?: string | undefined;
  readonly httpVersionMajor: number;
  /** HTTP/1: the whole request has arrived. HTTP/2: it was read to its end, or aborted. */
  readonly complete: boolean;
  /** Whether the body was read to its end; a body without bytes must be read too. */
  readonly readableEnded: boolean;
  readonly destroyed: boolean;
  readonly socket: object;
  /** With HTTP/2. */
  readonly stream?: { readonly session?: Http2Session | undefined };
  on(name: string, listener: (chunk: Uint8Array) => void): unknown;
  resume(): unknown;
}

/** The part of an HTTP/2 stream that is used here. */
interface Http2Stream {
  readonly writableFinished: boolean;
  readonly destroyed: boolean;
  close(): unknown;
  on(name: "finish" | "close", listener: () => void): unknown;
}

/** The part of `http.ServerResponse` that is used here. */
export interface NodeResponse {
  readonly headersSent: boolean;
  /** Whether everything was given to the system. */
  readonly writableFinished?: boolean;
  readonly destroyed?: boolean;
  destroy?(): unknown;
  readonly socket?: unknown;
  /** With HTTP/2, both halves of the exchange. The response says that it has finished only when the stream is closed. */
  readonly stream?: Http2Stream;
  writeHead(status: number, headers: Record<string, string>): unknown;
  write(chunk: string): unknown;
  end(chunk: string): unknown;
  on(name: "finish" | "close", listener: () => void): unknown;
}

/** How much of a refused body is discarded at most, in bytes and in milliseconds, before the connection is closed. */
const leftovers = { bytes: 8 * 1024 * 1024, ms: 2_000 };

/** The same for HTTP/2. Once the answer has arrived, closing the stream does not harm it. */
const streamLeftovers = { bytes: leftovers.bytes, ms: 250 };

/** Of each connection that is going to be closed, the request that is answered last on it. */
const lastOn = new WeakMap<object, unknown>();

/** Remembers `request` as the last one answered on this connection. Call it only if `isBehindLast(request)` is false. */
export function markLast(socket: object, request: unknown): void {
  lastOn.set(socket, request);
}

/** Whether the request was pipelined behind the last one: it could be handled, but never be answered. */
export function isBehindLast(request: EndingRequest): boolean {
  const last = lastOn.get(request.socket);
  return last !== undefined && last !== request;
}

/** Whether nothing of the request is still to come over the connection. */
export function isWhole(request: EndingRequest): boolean {
  return request.complete || request.readableEnded;
}

/** @returns a promise only where the answer is still on its way; it is fulfilled when the response has ended */
export function answer(
  request: EndingRequest,
  response: NodeResponse,
  reply: Reply,
): Promise<void> | undefined {
  // Servers can be told to throw at a body where HTTP has none.
  const body = request.method === "HEAD" ? "" : reply.body;
  const headers: Record<string, string> = { ...reply.headers, "content-length": String(bytesOf(body)) };
  if (isWhole(request)) {
    response.writeHead(reply.status, headers);
    response.end(body);
  } else if (request.httpVersionMajor > 1) {
    response.writeHead(reply.status, headers);
    response.end(body);
    closeStream(request, response);
  } else {
    headers["connection"] = "close";
    response.writeHead(reply.status, headers);
    endLast(request, response);
    response.end(body);
  }
  return ended(response);
}

/**
 * HTTP/2: tells the sender, behind the answer, that the rest of the body is not needed. Otherwise the stream stays open.
 *
 * Not at once: clients of Node that are told so before they have read the answer keep the stream open for ever.
 */
export function closeStream(request: EndingRequest, { stream }: NodeResponse): void {
  stream?.on("finish", () => discard(request, streamLeftovers, () => stream.close()));
}

/**
 * HTTP/1: makes the next `response.end` the end of the connection too, for a request whose body has not arrived in whole.
 *
 * The answer goes out first. If a connection is closed while bytes are unread, it is reset, and a sender that is still
 * sending loses the answer. So bytes are discarded for a while, up to a limit.
 */
export function endLast(request: EndingRequest, response: NodeResponse): void {
  markLast(request.socket, request);
  const end = response.end.bind(response);
  response.end = (chunk) => {
    if (chunk) response.write(chunk);
    discard(request, leftovers, () => end(""));
    return response;
  };
}

function discard(request: EndingRequest, most: typeof leftovers, done: () => void): void {
  let left = most.bytes;
  const finish = (): void => {
    clearTimeout(timer);
    done();
  };
  const timer = setTimeout(finish, most.ms);
  request.on("data", ({ length }) => {
    left -= length;
    if (left < 0) finish();
  });
  request.on("end", finish);
  request.on("close", finish);
  request.on("error", finish);
  request.resume();
  if (request.destroyed) finish();
}

/** Most answers have left when this is asked: no promise for them. */
function ended(response: NodeResponse): Promise<void> | undefined {
  const { stream, socket } = response;
  const half = stream ?? response;
  // A response that is queued behind another has no socket, and tells nothing when its connection closes.
  if (half.writableFinished !== false || half.destroyed || (!stream && !socket)) return undefined;
  return new Promise((resolve) => {
    half.on("finish", resolve);
    half.on("close", resolve);
  });
}

/** The bytes of a string in UTF-8. */
function bytesOf(text: string): number {
  return /^[\0-\x7f]*$/.test(text) ? text.length : new TextEncoder().encode(text).length;
}
