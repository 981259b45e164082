import type { Delivery, DeliveryReceiver, Reply, WaitUntil } from "../http/delivery.js";
import { makeReply } from "../http/reply.js";
import { requireReceiver } from "../http/require-receiver.js";
import { hasMethods } from "../values.js";
import { RequestBody } from "./fetch-body.js";

/** `Request`, or the part of it that is used here where the compiler knows none. */
export type FetchRequest = typeof globalThis extends { Request: { prototype: infer Known } }
  ? Known
  : MinimalRequest;
/** `Response`. */
export type FetchResponse = typeof globalThis extends { Response: { prototype: infer Known } }
  ? Known
  : unknown;

/** The part of a `Request` that is used here. */
export interface MinimalRequest {
  readonly method: string;
  readonly headers: { get(name: string): string | null };
  readonly body: unknown;
  readonly bodyUsed: boolean;
  arrayBuffer?(): Promise<ArrayBuffer>;
}

/** What SvelteKit, Astro, React Router and Elysia hand to a handler; only `request` is used. */
export interface RequestEvent {
  readonly request: MinimalRequest;
}

/** What serverless hosts hand over beside the request. */
export interface FetchContext {
  /** Keeps the process until the promise is settled, although the response is out. */
  readonly waitUntil?: WaitUntil | undefined;
}

/**
 * What {@link toFetchHandler} returns. Its promise is never rejected.
 *
 * The last signature is the one that frameworks infer from: Next.js checks a route by it.
 */
export interface FetchHandler {
  /**
   * @param event an object with the request, as SvelteKit, Astro, React Router and Elysia have it
   * @param contexts as below
   */
  (event: RequestEvent, ...contexts: unknown[]): Promise<FetchResponse>;
  /** @param request a request of a type of the host's own, such as Azure's `HttpRequest` */
  (request: MinimalRequest, ...contexts: unknown[]): Promise<FetchResponse>;
  /**
   * @param request the request
   * @param context what the host passes second; its `waitUntil` is used where it has one ({@link FetchContext})
   * @param execution what the host passes third, as Workers do; used in the same way
   */
  (request: FetchRequest, context?: unknown, execution?: unknown): Promise<FetchResponse>;
}

/**
 * A handler for everything that has `Request` and `Response`: Deno, Bun, Cloudflare Workers, Hono, Next.js, SvelteKit.
 *
 * A refusal reads what is left of the body first, for 2 s and 8 MiB at most, since a host closes or blocks a connection
 * with unread bytes. When there is still more, the response has `connection: close` and ends after as much again; what is
 * left is cancelled 1 s later.
 *
 * @throws TypeError when `receiver` is not a receiver
 */
export function toFetchHandler(receiver: DeliveryReceiver): FetchHandler {
  requireReceiver(receiver);
  return async (first: FetchRequest | MinimalRequest | RequestEvent, ...contexts: unknown[]) => {
    try {
      const request = "request" in first ? first.request : first;
      const body = new RequestBody(request);
      const reply = await receiver.receive(toDelivery(request, body, [request, first, ...contexts]));
      // The receiver has done that, unless something around it refused the delivery.
      if (!body.hasEnded) await body.drain();
      return toResponse(reply, body);
    } catch {
      // A receiver of one's own that breaks its promise, or a reply that no response takes.
      const { status, headers, body } = makeReply("internal_error");
      return new Response(body, { status, headers });
    }
  };
}

/** Without a status a `Response` has 200, which acknowledges; with 0 it throws. */
function toResponse({ status = 0, headers, body: text }: Reply, body: RequestBody): Response {
  if (!body.isLeft) return new Response(text, { status, headers });
  const bytes = new TextEncoder().encode(text);
  const last = { "content-length": String(bytes.length), connection: "close" };
  return new Response(body.linger(bytes), { status, headers: { ...headers, ...last } });
}

/**
 * The request as the receiver expects it. A literal without an accessor: that is 0.15 µs, against 2 µs with one, and
 * 0.6 µs for a class with an accessor that all its objects share.
 */
function toDelivery(request: MinimalRequest, body: RequestBody, contexts: readonly unknown[]): Delivery {
  return {
    method: request.method,
    header: (name) => request.headers.get(name) ?? undefined,
    body,
    waitUntil: waitUntilOf(contexts),
    drain: () => body.drain(),
  };
}

/** Hosts pass bindings, a server or route parameters beside the request; few have a `waitUntil`, h3 2 on the request. */
function waitUntilOf(contexts: readonly unknown[]): WaitUntil | undefined {
  const context = contexts.find(hasWaitUntil);
  // Called as a method, which Workers demand. What it returns may reject, so the receiver gets it.
  return context && ((promise) => context.waitUntil(promise));
}

/** A getter of the host's may throw, outside of its request for instance: that host has none. */
function hasWaitUntil(context: unknown): context is Required<FetchContext> & { waitUntil: WaitUntil } {
  try {
    return hasMethods(context, "waitUntil");
  } catch {
    return false;
  }
}
