import {
  type IdempotencyOptions,
  type IdempotencySettings,
  requireIdempotency,
} from "../idempotency/options.js";
import type { Dispatcher } from "../router.js";
import { requireSecrets } from "../secret/verify-secret.js";
import { isSecond, requireCount } from "../values.js";

/**
 * Finds the secret of a delivery when it comes: in a vault, or one for each organization.
 *
 * @param query.organizationId the `organization-id` header, from a caller who has not been verified yet
 * @returns the secret, or several; what it throws is answered with 500 `secret_unavailable`
 */
export type SecretProvider = (query: {
  readonly organizationId: string | undefined;
}) => string | readonly string[] | Promise<string | readonly string[]>;

/** Options of `createReceiver`. */
export interface ReceiverOptions {
  /** Where your handlers are registered. */
  readonly router: Dispatcher;
  /**
   * The secret that you registered in CMP, of 1 to 32 characters; or several while you exchange one for another; or a
   * function that finds it. `null` accepts every caller. `undefined` throws, so that a variable that is not set never
   * opens the door.
   */
  readonly secret: string | readonly string[] | SecretProvider | null | undefined;
  /**
   * The time from the arrival of a delivery to its answer, in milliseconds. CMP hangs up after 10 s by its older
   * pages, after 30 s by the newest. @default 8_000
   */
  readonly deadlineMs?: number | undefined;
  /** The bytes that are read of a body at most. @default 5_242_880 */
  readonly maxBodyBytes?: number | undefined;
  /**
   * What to do with an event whose `data` is not what its type says: hand it to the handlers and announce
   * `mismatched`, or refuse it with 422. @default "dispatch"
   */
  readonly onMismatch?: "dispatch" | "reject" | undefined;
  /**
   * When to acknowledge: after the handlers have ended well, or as soon as the delivery is verified, read and parsed.
   * With `"before"` CMP gets 202 at once, which is final: a failure is announced and nothing sends the event again.
   * @default "after"
   */
  readonly acknowledge?: "after" | "before" | undefined;
  /** Handles redeliveries of an event once, where they can be told from a second event; see `deliveryKey`. */
  readonly idempotency?: IdempotencyOptions | undefined;
  /** Writes nothing to the console, also when a delivery fails and nobody listens to `failed`. @default false */
  readonly quiet?: boolean | undefined;
}

/** The options, checked and complete. */
export interface Settings {
  readonly router: Dispatcher;
  readonly secret: readonly string[] | SecretProvider | null;
  readonly deadlineMs: number;
  readonly maxBodyBytes: number;
  readonly rejectMismatch: boolean;
  readonly acknowledgeBefore: boolean;
  readonly idempotency: IdempotencySettings | undefined;
  readonly quiet: boolean;
}

/** The longest time that `setTimeout` takes; anything longer would end at once. */
const longestTimeout = 2 ** 31 - 1;

/** @throws TypeError that names the option and the mend */
export function requireSettings(options: ReceiverOptions): Settings {
  const { router, secret, onMismatch, acknowledge, idempotency, quiet = false } = options;
  if (typeof router?.start !== "function") throw new TypeError("router: an EventRouter is wanted");
  const deadlineMs = requireCount("deadlineMs", options.deadlineMs ?? 8_000, longestTimeout);
  return {
    router,
    secret: secret === null || typeof secret === "function" ? secret : requireSecrets(secret),
    deadlineMs,
    maxBodyBytes: requireCount(
      "maxBodyBytes",
      options.maxBodyBytes ?? 5 * 1024 * 1024,
      Number.MAX_SAFE_INTEGER,
    ),
    rejectMismatch: isSecond("onMismatch", onMismatch, "dispatch", "reject"),
    acknowledgeBefore: isSecond("acknowledge", acknowledge, "after", "before"),
    idempotency: idempotency && requireIdempotency(idempotency, deadlineMs),
    quiet,
  };
}
