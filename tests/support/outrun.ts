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
