/*
 * What a contestant is to the programs that measure it.
 */

/** How often the handlers of a contestant have run. Every handler of every contestant counts here and does no more. */
export interface Tally {
  count: number;
}

/** A delivery as it comes off the wire: signed in its vendor's way, the names of headers in lower case. */
export interface Signed {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Starts a server on a free port of 127.0.0.1, and tells the port. */
export type Serve = (tally: Tally) => Promise<number>;

/** Makes what takes deliveries in without HTTP. The promise is fulfilled when the handlers are done. */
export type MakeReceive = (tally: Tally) => (delivery: Signed) => Promise<unknown>;

/** Makes what turns a `Request` into a `Response`. */
export type MakeFetch = (tally: Tally) => (request: Request) => Response | Promise<Response>;
