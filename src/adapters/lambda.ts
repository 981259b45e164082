import type { Delivery, DeliveryReceiver, Reply, WaitUntil } from "../http/delivery.js";
import { makeReply } from "../http/reply.js";
import { requireReceiver } from "../http/require-receiver.js";
import { describeValue } from "../values.js";

/** The part of an HTTP event that is used here: of API Gateway (payload 1.0 and 2.0), a function URL or an ALB. */
export interface LambdaEvent {
  /** API Gateway 1.0 and ALB. */
  readonly httpMethod?: string | undefined;
  /** Names in any case. `null` from API Gateway's test console; absent from an ALB with multi-value headers. */
  readonly headers?: Readonly<Record<string, string | undefined>> | null | undefined;
  /** API Gateway 1.0, and an ALB with multi-value headers. */
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null | undefined;
  readonly body?: string | null | undefined;
  readonly isBase64Encoded?: boolean | undefined;
  readonly requestContext?:
    | {
        /** API Gateway 2.0 and function URLs. */
        readonly http?: { readonly method: string } | undefined;
        readonly elb?: object | undefined;
        readonly accountId?: string | undefined;
      }
    | undefined;
}

/** The response, in the form that all four sources take. */
export interface LambdaResult {
  statusCode: number;
  headers?: Record<string, string>;
  /** In place of `headers`, for an ALB with multi-value headers, which reads no others. */
  multiValueHeaders?: Record<string, string[]>;
  body: string;
  isBase64Encoded: boolean;
}

/** How long late handlers, whose `signal` is aborted by then, keep the response, in milliseconds. */
const graceMs = 1_000;

/**
 * A handler for AWS Lambda: `export const handler = toLambdaHandler(receiver)`, behind API Gateway (payload 1.0 and
 * 2.0), a function URL or an Application Load Balancer.
 *
 * Lambda freezes the process with the response. Handlers are therefore awaited with `acknowledge: "before"` too, and
 * those that exceed `deadlineMs` have 1 s after their `signal` is aborted. Set the timeout of the function (3 s by
 * default) above `deadlineMs` and that second.
 *
 * @throws TypeError when `receiver` is not a receiver
 * @returns a function whose promise is never rejected; an object that is no HTTP request gets 405
 */
export function toLambdaHandler(receiver: DeliveryReceiver): (event: LambdaEvent) => Promise<LambdaResult> {
  requireReceiver(receiver);
  return async (event) => {
    try {
      return toResult(event, await receive(receiver, event));
    } catch {
      // A receiver of one's own that breaks its promise, or an event that is no object.
      return toResult(event, makeReply("internal_error"));
    }
  };
}

/** @throws TypeError when there is no status, in place of which API Gateway sends 200, which acknowledges */
function toResult(event: LambdaEvent, { status, headers, body }: Reply): LambdaResult {
  if (typeof status !== "number") {
    throw new TypeError(`status of a reply must be a number, received ${describeValue(status)}`);
  }
  const answered = { statusCode: status, body, isBase64Encoded: false };
  return hasMultiValuesOnly(event)
    ? { ...answered, multiValueHeaders: toLists(headers) }
    : { ...answered, headers: { ...headers } };
}

async function receive(receiver: DeliveryReceiver, event: LambdaEvent): Promise<Reply> {
  const late: Promise<unknown>[] = [];
  const reply = await receiver.receive(toDelivery(event, (work) => void late.push(work)));
  if (late.length > 0) await settleWithin(graceMs, late);
  return reply;
}

/** The event as the receiver expects a request. */
function toDelivery(event: LambdaEvent, waitUntil: WaitUntil): Delivery {
  const headers = headersOf(event);
  return {
    method: event.requestContext?.http?.method ?? event.httpMethod ?? "",
    header: (name) => headers.get(name),
    // Decoded when it is read: a caller without the secret costs nothing.
    get body() {
      return event.isBase64Encoded ? decode(event.body ?? "") : (event.body ?? "");
    },
    waitUntil,
    ephemeral: true,
  };
}

/** By name in lower case. A repeated header is one with commas, as `node:http` has it; `headers` hold its last value. */
function headersOf({ headers, multiValueHeaders }: LambdaEvent): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (typeof value === "string") found.set(name.toLowerCase(), value);
  }
  for (const [name, values] of Object.entries(multiValueHeaders ?? {})) {
    if (Array.isArray(values)) found.set(name.toLowerCase(), values.join(", "));
  }
  return found;
}

/** @throws DOMException when it is not base64 */
function decode(base64: string): Uint8Array {
  const characters = atob(base64);
  const bytes = new Uint8Array(characters.length);
  // `Uint8Array.from` takes 20 times as long.
  for (let at = 0; at < bytes.length; at++) bytes[at] = characters.charCodeAt(at);
  return bytes;
}

function hasMultiValuesOnly(event: LambdaEvent | null): boolean {
  return event?.headers == null && event?.multiValueHeaders != null;
}

function toLists(headers: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
}

/** Resolves when all work has ended, or after `ms`; what it rejects with is announced elsewhere. */
async function settleWithin(ms: number, work: readonly Promise<unknown>[]): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([Promise.allSettled(work), limit]);
  clearTimeout(timer);
}
