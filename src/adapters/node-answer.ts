import type { Reply } from "../http/delivery.js";

/** The part of a request that matters to the end of its answer. */
export interface EndingRequest {
  readonly method?: string | undefined;
  readonly httpVersionMajor: number;
  /** Whether the whole request has arrived; also when it will never be. */
  readonly complete: boolean;
  /** Whether the body has been read to its end; also, unread, where there is none. */
  readonly readableEnded: boolean;
  readonly destroyed: boolean;
  readonly socket: object;
  on(name: string, listener: (chunk: Uint8Array) => void): unknown;
  resume(): unknown;
}

/** The part of a response that is used here. */
export interface EndingResponse {
  readonly headersSent: boolean;
  /** Whether everything was given to the system. */
  readonly writableFinished?: boolean;
  readonly destroyed?: boolean;
  readonly socket?: unknown;
  /** With HTTP/2, what the answer is one half of. */
  readonly stream?: { close(code?: number): unknown };
  writeHead(status: number, headers: Record<string, string>): unknown;
  write(chunk: string): unknown;
  end(chunk?: string): unknown;
  on(name: "finish" | "close", listener: () => void): unknown;
}

/** How much of a refused body is discarded at most, in bytes and in milliseconds, before the connection is closed. */
const leftovers = { bytes: 8 * 1024 * 1024, ms: 2_000 };

/** Of each connection that is going to be closed, the request that is answered last on it. */
const lastOn = new WeakMap<object, EndingRequest>();

/** Says that the connection closes behind the answer to `request`. */
export function markLast(request: EndingRequest): void {
  if (!lastOn.has(request.socket)) lastOn.set(request.socket, request);
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
  response: EndingResponse,
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
    closeStream(response);
  } else {
    headers["connection"] = "close";
    response.writeHead(reply.status, headers);
    endLast(request, response);
    response.end(body);
  }
  return ended(response);
}

/** HTTP/2: tells the sender, behind the answer, that the rest of the body is not needed. Otherwise the stream stays open. */
export function closeStream(response: EndingResponse): void {
  response.on("finish", () => response.stream?.close());
}

/**
 * HTTP/1: makes the next `response.end` the end of the connection too, for a request whose body has not arrived in whole.
 *
 * The answer goes out first. What still arrives is discarded for a while: a connection that is closed on unread bytes is
 * reset, and an honest sender, busy sending, would lose the answer with it. An endless body is cut.
 */
export function endLast(request: EndingRequest, response: EndingResponse): void {
  markLast(request);
  const end = response.end.bind(response);
  response.end = (chunk) => {
    if (chunk) response.write(chunk);
    discard(request, end);
    return response;
  };
}

function discard(request: EndingRequest, done: () => void): void {
  let left = leftovers.bytes;
  const finish = (): void => {
    clearTimeout(timer);
    done();
  };
  const timer = setTimeout(finish, leftovers.ms);
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
function ended(response: EndingResponse): Promise<void> | undefined {
  // A response that is queued behind another has no socket, and tells nothing when its connection closes.
  if (response.writableFinished !== false || response.destroyed || !response.socket) return undefined;
  return new Promise((resolve) => {
    response.on("finish", resolve);
    response.on("close", resolve);
  });
}

/** The length of a text in UTF-8. */
function bytesOf(text: string): number {
  return /^[\0-\x7f]*$/.test(text) ? text.length : new TextEncoder().encode(text).length;
}
