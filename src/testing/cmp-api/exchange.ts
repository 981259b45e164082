/*
 * What the parts of the fake CMP have in common: a request that was read, and the answer to it.
 */

/** A request to the fake CMP, as its parts see it. */
export interface ApiRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The body: JSON that was parsed, or text. `undefined` when there is none. */
  readonly body: unknown;
  /** A header, by its name in lower case. */
  header(name: string): string | undefined;
}

/** The answer of the fake CMP. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless it is a string. */
  readonly body?: unknown;
}

/** Answers what it is there for, and leaves the rest to others. */
export type Part = (request: ApiRequest) => ApiAnswer | undefined;

/** An error in CMP's form. */
export function refuse(status: number, message: string): ApiAnswer {
  return { status, body: { message } };
}

/** A 422 in CMP's form, one finding for each member. */
export function unprocessable(members: readonly string[], msg = "field required"): ApiAnswer {
  const detail = members.map((member) => ({ loc: ["body", ...member.split(".")], msg, type: "value_error" }));
  return { status: 422, body: { detail } };
}

/** A member of its own, if there is one. */
export function memberOf(value: unknown, name: string): unknown {
  return Object.getOwnPropertyDescriptor(value ?? {}, name)?.value;
}
