/*
 * What is open on a server of Node. Node itself tells only which connections are idle between two requests, and not
 * which ones have never sent one; so this looks into its objects, and finds nothing where they are different.
 */

/** A session of HTTP/2, as much of it as is needed here. */
export interface Http2Session {
  readonly socket?: unknown;
  close(): unknown;
  on(name: "close", listener: () => void): unknown;
}

/** The sessions that have brought a request to an adapter, until they close. */
const sessions = new Set<Http2Session>();

/** Keeps the session of a request of HTTP/2 in mind for {@link sessionsOf}; Node 20 and 22 have no list of them. */
export function rememberSession(session: Http2Session | undefined): void {
  if (session === undefined || sessions.has(session)) return;
  sessions.add(session);
  session.on("close", () => sessions.delete(session));
}

/** The sessions of a server that are known. */
export function sessionsOf(server: object): readonly Http2Session[] {
  return [...sessions].filter((session) => memberOf(session.socket, "server") === server);
}

/** A connection of HTTP/1, and the response that is being written on it, if any. */
export interface Connection {
  readonly response: unknown;
  /** The request that arrived last, where it is known: another than that of `response`, if requests are pipelined. */
  readonly latest: unknown;
  close(): void;
}

/** The connections of HTTP/1: Node's list has the parser of each. */
export function connectionsOf(server: object): readonly Connection[] {
  const key = Object.getOwnPropertySymbols(server).find(
    ({ description }) => description === "http.server.connections",
  );
  const parsers = key && call(memberOf(server, key), "all");
  return (Array.isArray(parsers) ? parsers : []).map((parser: unknown) => {
    const socket = memberOf(parser, "socket");
    return {
      response: memberOf(socket, "_httpMessage") ?? undefined,
      latest: memberOf(parser, "incoming") ?? undefined,
      close: () => void call(socket, "destroy"),
    };
  });
}

/** Every socket of the server, those in the middle of a TLS handshake included. */
export function destroySockets(server: object): void {
  const handles = call(memberOf(globalThis, "process"), "_getActiveHandles");
  for (const handle of Array.isArray(handles) ? handles : []) {
    if (memberOf(handle, "server") === server) call(handle, "destroy");
  }
  call(server, "closeAllConnections");
}

/** A member, whatever it is a member of. */
export function memberOf(value: unknown, name: PropertyKey): unknown {
  return Reflect.get(Object(value), name);
}

/** Calls a method that may not be there. */
function call(value: unknown, name: string): unknown {
  const method = memberOf(value, name);
  return typeof method === "function" ? Reflect.apply(method, value, []) : undefined;
}
