import { requireSignal, type Signal } from "../signal.js";
import { describeValue } from "../values.js";
import {
  compose,
  type HeaderChanges,
  type Outgoing,
  requireSender,
  type Sendable,
  type SenderOptions,
} from "./request.js";
import { type FetchHandler, MistakenTarget, type Target } from "./target.js";
import { type Answer, isError, open, type Transport } from "./transport.js";

/** What became of one attempt to deliver. */
export interface DeliveryResult {
  /** The HTTP status, or 0 when there was no answer: see `error`. */
  readonly status: number;
  /** The answer's body as text, 1 MiB of it at the most. */
  readonly body: string;
  /** Milliseconds from sending to the end of the answer. */
  readonly ms: number;
  /** Whether CMP would take it for delivered: the status is exactly 200 or 202. */
  readonly acknowledged: boolean;
  /**
   * Why there was no answer (refused, cut off, timed out, aborted), its message in one line; or what a handler or
   * listener threw, of which a host makes a 500. Absent otherwise.
   */
  readonly error?: Error;
}

/** Options of {@link deliver}. */
export interface DeliverOptions extends SenderOptions {
  /** Headers that are to be other than CMP's; `undefined` takes one off. @default none */
  readonly headers?: HeaderChanges | undefined;
  /** Path, and query if any, of the request to a target that is no URL. @default "/" */
  readonly path?: string | undefined;
  /** How long to wait for the whole answer, in milliseconds. CMP waits 30 s by its newest page. @default 30_000 */
  readonly timeoutMs?: number | undefined;
  /** Gives up when it is aborted, with status 0. @default none */
  readonly signal?: Signal | undefined;
}

/**
 * Delivers once, as CMP does: no second attempt, and no redirect followed.
 *
 * Whatever comes of it is in the result, a refused connection and a time-out too. A Node listener is served for this
 * delivery alone, on a free port of 127.0.0.1, which is closed again.
 *
 * @param event an event, or a raw body to try a bad one
 * @throws TypeError (as a rejection) for wrong use alone: a target that is none, or that was taken for one of another
 *   kind; a URL that is not http or https; a header or time that cannot be; an option that does not exist
 */
export function deliver(
  target: FetchHandler,
  event: Sendable,
  options?: DeliverOptions,
): Promise<DeliveryResult>;
export function deliver(target: Target, event: Sendable, options?: DeliverOptions): Promise<DeliveryResult>;
export async function deliver(
  target: Target,
  event: Sendable,
  options: DeliverOptions = {},
): Promise<DeliveryResult> {
  requireSender("deliver", options, { headers: true, path: true, timeoutMs: true, signal: true });
  const timeoutMs = requireTimeout(options.timeoutMs ?? 30_000);
  const outgoing = compose(event, options, options.headers);
  requireSignal(options.signal);
  const transport = await open(target, options.path);
  const { signal } = options;
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal?.reason);
  if (signal?.aborted) abort();
  else signal?.addEventListener("abort", abort, { once: true });
  try {
    return await attempt(transport, outgoing, timeoutMs, controller);
  } finally {
    signal?.removeEventListener("abort", abort);
    await transport.close();
  }
}

/** @throws TypeError when it cannot be a time in milliseconds */
export function requireTimeout(ms: number): number {
  if (typeof ms === "number" && ms > 0 && ms < 2 ** 31) return ms;
  throw new TypeError(
    `timeoutMs must be a number above 0 and below ${2 ** 31}, received ${describeValue(ms)}`,
  );
}

/**
 * One attempt over what is open already.
 *
 * @param controller ends the attempt when it is aborted, as it is here when time is up
 */
export async function attempt(
  transport: Transport,
  outgoing: Outgoing,
  timeoutMs: number,
  controller: AbortController,
): Promise<DeliveryResult> {
  const start = performance.now();
  const timer = setTimeout(() => controller.abort(new Error(`No answer within ${timeoutMs} ms`)), timeoutMs);
  const { status, body, error } = await answerOf(transport, outgoing, controller.signal).finally(() =>
    clearTimeout(timer),
  );
  const acknowledged = status === 200 || status === 202;
  const result = { status, body, ms: performance.now() - start, acknowledged };
  return error === undefined ? result : { ...result, error: toError(error) };
}

/** The answer; or none, with the reason, when it failed or is no longer waited for. */
function answerOf(transport: Transport, outgoing: Outgoing, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const giveUp = (error: unknown): void => resolve({ status: 0, body: "", error });
    const abort = (): void => giveUp(signal.reason);
    if (signal.aborted) return abort();
    // The target may not heed the signal, so it is not waited for.
    signal.addEventListener("abort", abort, { once: true });
    transport
      .send(outgoing, signal)
      .then(resolve, (error: unknown) => (error instanceof MistakenTarget ? reject(error) : giveUp(error)));
  });
}

function toError(thrown: unknown): Error {
  return isError(thrown) ? thrown : new Error(String(thrown), { cause: thrown });
}
