import type { Delivery, Reply } from "../delivery.js";

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
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  write(chunk: string): unknown;
  end(chunk: string): unknown;
}

/** What is thrown away of a refused body at the most, in bytes and in milliseconds, before the connection is cut. */
const linger = { bytes: 8 * 1024 * 1024, ms: 2_000 };

/** The request as the receiver wants it; `body` in place of what the request itself holds. */
export function toDelivery(request: NodeRequest, body?: unknown): Delivery {
  const { method = "", headers } = request;
  return {
    method,
    header(name) {
      const value = headers[name];
      // No function: a name such as "constructor" finds what every object has.
      return typeof value === "string" ? value : Array.isArray(value) ? value.join(", ") : undefined;
    },
    // Not looked at before it is wanted: what a host left behind may be large, or a getter that throws.
    get body() {
      return body ?? bodyOf(request);
    },
  };
}

/**
 * The body, unread where nobody has read it. `request.body` tells nothing of that: old parsers set it to `{}`
 * without reading, and then it is not the body.
 */
function bodyOf(request: NodeRequest): unknown {
  if (!request.readableDidRead) return request.readableEnded ? "" : request;
  const { rawBody, body, headers } = request;
  if (rawBody !== undefined) return rawBody;
  return isPlaceholder(body) && Number(headers["content-length"]) > 4 ? undefined : body;
}

/** An empty object is what parsers leave of a body that was not theirs; but `{}` may have been the body. */
function isPlaceholder(body: unknown): boolean {
  if (typeof body !== "object" || body === null || Array.isArray(body) || ArrayBuffer.isView(body))
    return false;
  return Object.keys(body).length === 0;
}

/** Whether nothing of the request is still to come over the connection. */
export function isWhole({ complete, readableEnded, httpVersionMajor }: NodeRequest): boolean {
  return complete || readableEnded || httpVersionMajor > 1;
}

/** Answers the request, unless the host has done so already, after a time-out of its own for instance. */
export function answer(request: NodeRequest, response: NodeResponse, reply: Reply): void {
  if (response.headersSent) return;
  response.statusCode = reply.status;
  for (const name in reply.headers) response.setHeader(name, reply.headers[name] as string);
  // Servers can be told to throw at a body where HTTP has none.
  const body = request.method === "HEAD" ? "" : reply.body;
  if (isWhole(request)) response.end(body);
  else answerAndLinger(request, response, body);
}

/**
 * Answers a request whose body has not come in whole, and ends the connection.
 *
 * The answer goes out first. What is still coming is thrown away for a while: a connection that is closed on unread
 * bytes is reset, and an honest sender, busy sending, would lose the answer with it. An endless body is cut.
 */
function answerAndLinger(request: NodeRequest, response: NodeResponse, body: string): void {
  let left = linger.bytes;
  const end = (): void => {
    clearTimeout(timer);
    response.end("");
  };
  const timer = setTimeout(end, linger.ms);
  response.setHeader("connection", "close");
  response.setHeader("content-length", String(new TextEncoder().encode(body).length));
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
