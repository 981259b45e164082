import type { FetchRequest, FetchResponse } from "../adapters/fetch.js";
import type { NodeRequest, NodeResponse } from "../adapters/node-http.js";
import type { DeliveryReceiver } from "../http/delivery.js";
import { describeValue } from "../values.js";
import type { UrlLike } from "./request.js";

/** What answers a Fetch `Request`: a handler of Deno, Bun, Workers, Next.js and the like. */
export type FetchHandler = (request: FetchRequest) => FetchResponse | Promise<FetchResponse>;

/** An object with a Fetch handler: a Hono app, a worker's or Bun's default export, `{ fetch: handler }`. */
export interface FetchTarget {
  /** Answers a request. It is called on its object, with the request alone. */
  fetch: FetchHandler;
}

/** An object with a Node request listener: `{ listener: toNodeHandler(receiver) }`. */
export interface ListenerTarget {
  /** Answers a request by its second argument. A method, so that any pair of Node's types fits it. */
  listener(request: NodeRequest, response: NodeResponse): unknown;
}

/**
 * What `http.createServer` takes: a request listener, an Express or Connect app. What it returns is not looked at, but
 * for a promise, whose rejection is a failure.
 */
export type NodeListener = ListenerTarget["listener"];

/**
 * Where a delivery goes to.
 *
 * - a string or `URL`, http or https: sent there;
 * - an object with `receive`: a receiver, called without HTTP;
 * - an object with `fetch`: called with a `Request`;
 * - an object with `listener`: a Node request listener, served on a free port of 127.0.0.1;
 * - a function: a Node listener when it names two parameters or more, as `(request, response)` does, or is an Express or
 *   Connect app; otherwise a Fetch handler. A function does not tell its kind, so this is a rule of thumb: if it was
 *   wrong you get a TypeError that says so, and `{ fetch }` or `{ listener }` settles it.
 */
export type Target =
  | string
  | UrlLike
  | DeliveryReceiver
  | FetchTarget
  | ListenerTarget
  | FetchHandler
  | NodeListener;

/** A target, and what kind it is of. */
export type KnownTarget =
  | { readonly kind: "url"; readonly url: string | UrlLike }
  | { readonly kind: "receiver"; readonly receiver: DeliveryReceiver }
  | { readonly kind: "fetch"; readonly target: FetchTarget }
  | { readonly kind: "node"; readonly target: ListenerTarget };

/** A target is of another kind than it was taken for: wrong use, and no failed delivery. */
export class MistakenTarget extends TypeError {}

/** @throws TypeError when it is no target at all */
export function classify(target: Target): KnownTarget {
  if (typeof target === "string" || has(target, "href", "string")) return { kind: "url", url: target };
  if (has(target, "receive", "function")) return { kind: "receiver", receiver: target };
  if (has(target, "listener", "function")) return { kind: "node", target };
  if (has(target, "fetch", "function")) return { kind: "fetch", target };
  if (isListener(target)) return { kind: "node", target: { listener: target } };
  if (typeof target === "function") return { kind: "fetch", target: { fetch: target } };
  throw new MistakenTarget(
    `target must be a URL, a receiver, a Fetch handler or a Node request listener, received ${describeValue(target)}`,
  );
}

/** Functions too may have these members, and then they say what it is. */
function has<Name extends "href" | "receive" | "listener" | "fetch">(
  target: Target,
  name: Name,
  type: "string" | "function",
): target is Extract<Target, { readonly [Key in Name]: unknown }> {
  const isObject = (typeof target === "object" && target !== null) || typeof target === "function";
  return isObject && typeof Reflect.get(target, name) === type;
}

function isListener(target: Target): target is NodeListener {
  return typeof target === "function" && target.length > 1;
}

/** By its form: there may be several classes of that name, of a polyfill or of a test environment. */
export function isResponse(value: unknown): value is Response {
  return typeof value === "object" && value !== null && "status" in value && "headers" in value;
}
