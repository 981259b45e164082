import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { brief, defer, makeBench, makeClock, taskAdded } from "./kit.js";

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "setImmediate", "clearImmediate", "performance"],
  });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A delivery whose handler goes on although its deadline is over and the answer is out. */
async function overrun() {
  const clock = makeClock();
  const bench = makeBench(memoryStore({ clock: clock.now }));
  const gate = defer();
  let calls = 0;
  const off = bench.router.on("task_added", () => {
    calls++;
    return gate.promise;
  });
  const answered = bench.deliver(taskAdded());
  await vi.advanceTimersByTimeAsync(8_000);
  clock.advance(8_000);
  expect(await answered).toBe("503 deadline_exceeded");
  bench.told.splice(0);
  return { ...bench, gate, off, calls: () => calls };
}

describe("a handler that overruns its deadline", () => {
  test("holds the event for as long as it runs", async () => {
    const { deliver, told, calls } = await overrun();

    expect(await deliver(taskAdded())).toBe("503 delivery_in_flight");
    expect(calls()).toBe(1);
    expect(brief(told)).toEqual(["duplicate in_flight"]);
  });

  test("and ends well later has handled the event, and the redelivery is acknowledged", async () => {
    const { receiver, deliver, told, gate, calls } = await overrun();
    gate.resolve();
    await receiver.idle();

    expect(await deliver(taskAdded())).toBe("200 duplicate");
    expect(calls()).toBe(1);
    expect(brief(told)).toEqual(["handled late", "duplicate done"]);
  });

  test("and fails later gives the event back, and the redelivery is handled", async () => {
    const { receiver, router, off, deliver, told, gate } = await overrun();
    gate.reject(new Error("x"));
    await receiver.idle();
    off();
    router.on("task_added", () => {});

    expect(await deliver(taskAdded())).toBe("200 handled");
    expect(brief(told)).toEqual(["failed handler_failed late", "handled"]);
  });
});
