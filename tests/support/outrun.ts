import { vi } from "vitest";

/**
 * Fakes the clock by which a receiver measures its deadline: a real deadline that is short may be over, on a busy
 * machine, before there is a handler. `vi.useRealTimers()` ends it.
 */
export function fakeDeadline(): void {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
}

/** A handler that never ends; on the faked clock its deadline, the default of 8 s, is over at once. */
export function outrun(): Promise<never> {
  // A deadline arms its timer when the present turn has ended.
  setImmediate(() => void vi.advanceTimersByTimeAsync(8_000));
  return new Promise(() => {});
}

/** Passes a deadline, the default of 8 s, when somebody waits for it, and not before: `vi.waitUntil` passes it slowly. */
export async function passDeadline(): Promise<void> {
  await vi.waitUntil(() => vi.getTimerCount() > 0, { interval: 1, timeout: 25_000 });
  await vi.advanceTimersByTimeAsync(8_000);
}

/** Passes time on the faked clock, a second at each look, until `isSo`. */
export async function passTimeUntil(isSo: () => boolean): Promise<void> {
  const look = (): boolean => {
    vi.advanceTimersByTime(1_000);
    return isSo();
  };
  await vi.waitUntil(look, { interval: 1, timeout: 25_000 });
}
