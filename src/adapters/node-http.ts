import type { Delivery, Reply } from "../http/delivery.js";

/** The part of `http.IncomingMessage` that is used here, so that the declarations do without @types/node. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly httpVersionMajor: number;
  /** Whether the whole request has arrived. */
  readonly complete: boolean;
  /** Whether somebody has begun to read the body. */
  readonly readableDidRead: boolean;
  /** Whether the body has been read to its end; also, unread, where there is none. */
  readonly readableEnded: boolean;
  /** Where some hosts leave the bytes that they read. */
  readonly rawBody?: unknown;
  /** Where body parsers leave what they made of it. */
  readonly body?: unknown;
  on(name: string, listener: (chunk: Uint8Array) => void): unknown;
  resume(): unknown;
}

/** The part of `http.ServerResponse` that is used here. */
export interface NodeResponse {
  readonly headersSent: boolean;
  writeHead(status: number, headers: Record<string, string>): unknown;
  write(chunk: string): unknown;
  end(chunk: string): unknown;
}

/** What is thrown away of a refused body at the most, in bytes and in milliseconds, before the connection is cut. */
const leftovers = { bytes: 8 * 1024 * 1024, ms: 2_000 };

/** Where hosts and body parsers leave a body that they have read. */
export interface KeptBody {
  /** The bytes, or their text. */
  readonly rawBody?: unknown;
  /** What a parser made of them. */
  readonly body?: unknown;
}

/**
 * The request as the receiver wants it; `body` in place of what the request itself holds, and `kept` where that is not
 * left on the request.
 */
export function toDelivery(request: NodeRequest, body?: unknown, kept: KeptBody = request): Delivery {
  const { method = "", headers } = request;
  const header: Delivery["header"] = (name) => {
    const value = headers[name];
    // No function: a name such as "constructor" finds what every object has.
    return typeof value === "string" ? value : Array.isArray(value) ? value.join(", ") : undefined;
  };
  if (body !== undefined) return { method, header, body };
  if (!request.readableDidRead) return { method, header, body: request.readableEnded ? "" : request };
  return {
    method,
    header,
    // Not looked at before it is wanted: what a host left behind may be large, or a getter that throws. An accessor
    // makes an object much dearer, so there is none where the body is still to be read.
    get body() {
      return leftBehind(kept, headers["content-length"]);
    },
  };
}

/**
 * The body that the host has read. `request.body` does not tell whether it has: old parsers set it to `{}` without
 * reading, and then it is not the body.
 */
function leftBehind({ rawBody, body }: KeptBody, declared: unknown): unknown {
  if (rawBody !== undefined) return rawBody;
  return isPlaceholder(body) && Number(declared) > 4 ? undefined : body;
}

/** An empty object is what parsers leave of a body that was not theirs; but `{}` may have been the body. */
function isPlaceholder(body: unknown): boolean {
  if (typeof body !== "object" || body === null || Array.isArray(body) || ArrayBuffer.isView(body))
    return false;
  return Object.keys(body).length === 0;
}

/** Whether nothing of the request is still to come over the connection. */
export function isWhole(request: NodeRequest): boolean {
  return request.complete || request.readableEnded || request.httpVersionMajor > 1;
}

/** Answers the request, unless the host has done so already, after a time-out of its own for instance. */
export function answer(request: NodeRequest, response: NodeResponse, reply: Reply): void {
  if (response.headersSent) return;
  // Servers can be told to throw at a body where HTTP has none.
  const body = request.method === "HEAD" ? "" : reply.body;
  const headers: Record<string, string> = { ...reply.headers, "content-length": String(bytesOf(body)) };
  const isLast = !isWhole(request);
  if (isLast) headers["connection"] = "close";
  response.writeHead(reply.status, headers);
  if (isLast) linger(request, response, body);
  else response.end(body);
}

/** The length of a text in UTF-8. */
function bytesOf(text: string): number {
  return /^[\0-\x7f]*$/.test(text) ? text.length : new TextEncoder().encode(text).length;
}

/**
 * Ends the answer to a request whose body has not come in whole, and the connection with it.
 *
 * The answer goes out first. What is still coming is thrown away for a while: a connection that is closed on unread
 * bytes is reset, and an honest sender, busy sending, would lose the answer with it. An endless body is cut.
 */
function linger(request: NodeRequest, response: NodeResponse, body: string): void {
  let left = leftovers.bytes;
  const end = (): void => {
    clearTimeout(timer);
    response.end("");
  };
  const timer = setTimeout(end, leftovers.ms);
  response.write(body);
  request.on("data", ({ length }) => {
    left -= length;
    if (left < 0) end();
  });
  request.on("end", end);
  request.on("close", end);
  request.on("error", end);
  request.resume();
}
