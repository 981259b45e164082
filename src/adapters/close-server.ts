import { describeValue, requireCount, requireKnownOptions } from "../values.js";
import { type EndingRequest, isBehindLast, markLast } from "./node-answer.js";
import { type Connection, connectionsOf, destroySockets, memberOf, sessionsOf } from "./open-connections.js";

/** A server of `node:http`, `node:https` or `node:http2`, as much of it as is needed here. */
export interface ClosableServer {
  close(callback: () => void): unknown;
  closeIdleConnections?(): void;
  prependListener(
    name: "request",
    listener: (request: EndingRequest, response: HeadedResponse) => void,
  ): unknown;
  removeListener?(
    name: "request",
    listener: (request: EndingRequest, response: HeadedResponse) => void,
  ): unknown;
}

/** The part of a response that is used here. */
interface HeadedResponse {
  setHeader(name: string, value: string): unknown;
}

/** The part of a receiver that tells what it is doing. */
export interface StoppingReceiver {
  /** How many deliveries are in flight. */
  readonly inFlight: number;
  /** Resolves when none is. */
  idle(): Promise<void>;
}

/** Options of {@link closeServer}. */
export interface CloseServerOptions {
  /** How long what is in flight may take, in milliseconds, before it is cut off. @default 10_000 */
  readonly timeoutMs?: number | undefined;
}

/** How often the connections are looked at, in milliseconds. */
const intervalMs = 25;

/** The longest time that `setTimeout` takes. */
const longestTimeout = 2_147_483_647;

/**
 * Stops a server without losing a delivery: it accepts no more connections, closes those that are idle or silent at once,
 * and lets requests and handlers that are in flight end. For servers of `node:http`, `node:https` and `node:http2`, and
 * for what frameworks call so: `app.server` of Fastify, and what `app.listen()` of Express and Koa returns.
 *
 * A connection that is kept alive ends with its next answer.
 *
 * @returns `true` when everything has ended; `false` when `timeoutMs` was over, and what was still open has been cut off
 * @throws TypeError as a rejection, when `server` or `receiver` is none, or an option is wrong
 */
export async function closeServer(
  server: ClosableServer,
  receiver: StoppingReceiver,
  options: CloseServerOptions = {},
): Promise<boolean> {
  requireMethod("server", server, "close");
  requireMethod("receiver", receiver, "idle");
  requireKnownOptions("closeServer", options, ["timeoutMs"]);
  const timeoutMs = requireCount("timeoutMs", options.timeoutMs ?? 10_000, longestTimeout);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.prependListener("request", endConnection);
  const sweep = makeSweep(server, receiver);
  const interval = setInterval(sweep, intervalMs);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timedOut = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  sweep();
  try {
    // In this order: the last connection may bring one more delivery.
    const ended = closed.then(() => receiver.idle()).then(() => true);
    return await Promise.race([ended, timedOut]);
  } finally {
    clearInterval(interval);
    clearTimeout(timer);
    server.removeListener?.("request", endConnection);
    destroySockets(server);
  }
}

function requireMethod(name: string, value: unknown, method: string): void {
  if (typeof memberOf(value, method) === "function") return;
  throw new TypeError(`${name} must have a method ${method}, received ${describeValue(value)}`);
}

/** A connection that is kept alive would bring delivery after delivery: it ends with this answer. */
function endConnection(request: EndingRequest, response: HeadedResponse): void {
  if (request.httpVersionMajor > 1 || isBehindLast(request)) return;
  markLast(request.socket, request);
  response.setHeader("connection", "close");
}

/** Closes what is of no use any more; to be called again and again. */
function makeSweep(server: ClosableServer, receiver: StoppingReceiver): () => void {
  let wasQuiet = false;
  return () => {
    server.closeIdleConnections?.();
    const sessions = sessionsOf(server);
    // It lets the streams that are open end, and then the session.
    for (const session of sessions) session.close();
    const connections = connectionsOf(server);
    for (const connection of connections) {
      if (connection.response === undefined) connection.close();
      else endLater(connection);
    }
    const isBusy = connections.some(({ response }) => response !== undefined);
    const isQuiet = !isBusy && sessions.length === 0 && receiver.inFlight === 0;
    // Twice, so that the last answer has left where nothing shows it.
    if (isQuiet && wasQuiet) destroySockets(server);
    wasQuiet = isQuiet;
  };
}

/** A response that is still to be written ends its connection, if no request in flight is pipelined behind it. */
function endLater({ response, latest }: Connection): void {
  if (memberOf(response, "headersSent") !== false || memberOf(response, "shouldKeepAlive") !== true) return;
  const request = memberOf(response, "req");
  if (latest !== undefined && latest !== request) return;
  const socket = memberOf(request, "socket");
  if (typeof socket === "object" && socket !== null) markLast(socket, request);
  const setHeader = memberOf(response, "setHeader");
  if (typeof setHeader === "function") Reflect.apply(setHeader, response, ["connection", "close"]);
}
