import { type Signal, whenAborted } from "../signal.js";
import { CmpClientError, type CmpClientErrorCode } from "./errors.js";
import type { ClientClock } from "./platform.js";

/**
 * Runs work that may take so long and no longer, or until the caller's signal is aborted. Whatever the work does, the
 * promise is settled then, even if the work does not heed its own signal.
 */
export function withDeadline<Result>(
  clock: ClientClock,
  ms: number,
  outer: Signal | undefined,
  work: (signal: Signal) => Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    // Nothing happens to a promise that is settled already.
    const stop = (code: CmpClientErrorCode, message: string): void => {
      forget?.();
      reject(new CmpClientError(code, message));
      controller.abort();
    };
    const abort = (): void => stop("aborted", "The call was aborted.");
    const expire = (): void => stop("timeout", `The call must end within ${ms} ms. Raise timeoutMs.`);
    const forget = outer && whenAborted(outer, abort);
    if (outer?.aborted) return abort();
    const running = work(controller.signal);
    running.then(resolve, reject);
    clock.sleep(ms, { work: running, signal: controller.signal }).then(expire, expire);
  });
}
