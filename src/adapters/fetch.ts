import type { Delivery, DeliveryReceiver, WaitUntil } from "../http/delivery.js";
import { requireReceiver } from "../http/require-receiver.js";

/** `Request`, or the part of it that is used here. */
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

/** What serverless hosts hand over beside the request. */
export interface FetchContext {
  /** Keeps the process until the promise is settled, though the answer is out. */
  readonly waitUntil?: WaitUntil | undefined;
}

/**
 * A handler for everything that speaks `Request` and `Response`: Deno, Bun, Cloudflare Workers, Hono, Next.js, Remix.
 *
 * @throws TypeError when `receiver` is not a receiver
 * @returns a function whose promise is never rejected
 */
export function toFetchHandler(
  receiver: DeliveryReceiver,
): (request: FetchRequest, context?: FetchContext | object) => Promise<FetchResponse> {
  requireReceiver(receiver);
  return async (request, context = {}) => {
    const { status, headers, body } = await receiver.receive(
      new FetchDelivery(request, waitUntilOf(context)),
    );
    return new Response(body, { status, headers });
  };
}

/** The request as the receiver wants it. */
class FetchDelivery implements Delivery {
  readonly method: string;
  readonly header: Delivery["header"];
  /** Not touched before it is wanted: some hosts begin to read when they are asked for the stream. */
  declare readonly body: unknown;
  readonly waitUntil: WaitUntil | undefined;
  readonly #request: FetchRequest;

  /** One getter for all: an object that has an accessor of its own making costs several times as much. */
  static readonly #accessor: PropertyDescriptor & ThisType<FetchDelivery> = {
    enumerable: true,
    get() {
      return bodyOf(this.#request);
    },
  };

  constructor(request: FetchRequest, waitUntil: WaitUntil | undefined) {
    this.method = request.method;
    this.header = finderOf(request);
    this.waitUntil = waitUntil;
    this.#request = request;
    Object.defineProperty(this, "body", FetchDelivery.#accessor);
  }
}

/** A body that is declared to be no longer than this, in bytes, may be taken in one piece. */
const smallBody = 64 * 1024;

/**
 * The body. Hosts that have a kind of `Request` of their own, such as Hono's server for Node, are quick to give it whole,
 * and take six times as long to make a stream of it. A small one is taken whole from them: the length that is declared
 * can be relied on as far as that, since what serves HTTP lets no more of a body through.
 */
function bodyOf(request: FetchRequest): unknown {
  if (request.bodyUsed) return undefined;
  const declared = request.headers.get("content-length");
  const isSmall = declared !== null && Number(declared) <= smallBody;
  return isSmall && hasOwnKind(request) ? inOnePiece(request) : (request.body ?? "");
}

function hasOwnKind(request: FetchRequest): boolean {
  return request.arrayBuffer !== undefined && Object.getPrototypeOf(request) !== Request.prototype;
}

async function* inOnePiece(request: FetchRequest): AsyncGenerator<Uint8Array> {
  const bytes = await request.arrayBuffer?.();
  if (bytes !== undefined) yield new Uint8Array(bytes);
}

/** Not written right into the property, where V8 would take it for a function that lives for long. */
function finderOf(request: FetchRequest): Delivery["header"] {
  return (name) => request.headers.get(name) ?? undefined;
}

/** What comes second differs from host to host: bindings, a server, route parameters; most have no `waitUntil`. */
function waitUntilOf(context: FetchContext | null): WaitUntil | undefined {
  return typeof context?.waitUntil === "function" ? (promise) => context.waitUntil?.(promise) : undefined;
}
