import type { Dispatcher } from "../dispatch/handler.js";
import {
  type IdempotencyOptions,
  type IdempotencySettings,
  requireIdempotency,
} from "../idempotency/options.js";
import { requireSecretSource, type SecretProvider, type SecretSource } from "../secret/authenticate.js";
import { describeValue, isSecond, requireCount, requireKnownOptions } from "../values.js";
import { type Log, requireLog } from "./log.js";

/** Options of `createReceiver`. */
export interface ReceiverOptions {
  /** Where your handlers are registered. */
  readonly router: Dispatcher;
  /**
   * The secret that you registered in CMP, of 1 to 32 visible ASCII characters, blanks inside allowed; or several while
   * you exchange one for another; or a function that finds it, such as `() => process.env.CMP_WEBHOOK_SECRET`. `null`
   * accepts every caller. `undefined` throws: an unset variable cannot disable the check.
   */
  readonly secret: string | readonly string[] | SecretProvider | null | undefined;
  /**
   * The time from the arrival of a delivery to its answer, processor time included, in milliseconds. CMP closes the
   * connection after 10 s by its older pages, after 30 s by the newest. @default 8_000
   */
  readonly deadlineMs?: number | undefined;
  /** The longest body, in bytes, whether it is read here or by a parser ahead. @default 5_242_880 */
  readonly maxBodyBytes?: number | undefined;
  /**
   * What to do with an event whose `data` does not match its type: hand it to the handlers and announce `mismatched`,
   * or refuse it with 422. @default "dispatch"
   */
  readonly onMismatch?: "dispatch" | "reject" | undefined;
  /**
   * When to acknowledge: after the handlers have succeeded, or as soon as the delivery is verified, read and parsed.
   * With `"before"` the response is 202 at once, which is final: a failure is announced and nothing sends the event
   * again. Where the host may stop after the answer (`Delivery.ephemeral`), `"before"` means `"after"`.
   * @default "after"
   */
  readonly acknowledge?: "after" | "before" | undefined;
  /**
   * Handles redeliveries of an event once, where they can be told from a second event; see `deliveryKey`.
   * @default none
   */
  readonly idempotency?: IdempotencyOptions | undefined;
  /**
   * Where failures and refusals are written, one line each; `null` writes nothing. While somebody listens to `failed` or
   * `rejected`, that line is left to the listener. @default console
   */
  readonly log?: Log | null | undefined;
}

/** The options, checked and complete. */
export interface Settings {
  readonly router: Dispatcher;
  readonly secret: SecretSource;
  readonly deadlineMs: number;
  readonly maxBodyBytes: number;
  readonly rejectMismatch: boolean;
  readonly acknowledgeBefore: boolean;
  readonly idempotency: IdempotencySettings | undefined;
  readonly log: Log | null;
}

/** The longest time that `setTimeout` takes; anything longer would end at once. */
const longestTimeoutMs = 2_147_483_647;

/** Held to the interface by the compiler, both ways. */
export const optionNames: Readonly<Record<keyof ReceiverOptions, true>> = {
  router: true,
  secret: true,
  deadlineMs: true,
  maxBodyBytes: true,
  onMismatch: true,
  acknowledge: true,
  idempotency: true,
  log: true,
};

/** @throws TypeError that names the option and the fix */
export function requireSettings(options: ReceiverOptions): Settings {
  requireKnownOptions("createReceiver", options, Object.keys(optionNames));
  const { router, secret, onMismatch, acknowledge, idempotency, log } = options;
  const { deadlineMs = 8_000, maxBodyBytes = 5 * 1024 * 1024 } = options;
  if (typeof router?.start !== "function") {
    throw new TypeError(`router must be an EventRouter, received ${describeValue(router)}`);
  }
  return {
    router,
    secret: requireSecretSource(secret),
    deadlineMs: requireCount("deadlineMs", deadlineMs, longestTimeoutMs),
    maxBodyBytes: requireCount("maxBodyBytes", maxBodyBytes, Number.MAX_SAFE_INTEGER),
    rejectMismatch: isSecond("onMismatch", onMismatch, "dispatch", "reject"),
    acknowledgeBefore: isSecond("acknowledge", acknowledge, "after", "before"),
    idempotency: idempotency === undefined ? undefined : requireIdempotency(idempotency, deadlineMs),
    log: requireLog(log),
  };
}
