import type { EventRouter } from "optimizely-cmp-webhooks";
import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { brief, defer, finish, makeBench, makeStore, taskAdded } from "./kit.js";

const early = { acknowledge: "before" } as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('acknowledge: "before", with a store', () => {
  /** The router may be given a handler; what the store was asked stands in `asked`. */
  function makeStored(handle: (router: EventRouter) => void) {
    const memory = memoryStore();
    const store = makeStore({
      reserve: (...given) => memory.reserve(...given),
      complete: (...given) => memory.complete(...given),
      release: (...given) => memory.release(...given),
    });
    const bench = makeBench(store, early);
    handle(bench.router);
    return { ...bench, asked: store.asked };
  }

  test("completes the event when the handlers have ended, and not before", async () => {
    const gate = defer();
    const bench = makeStored((router) => router.on("task_added", () => gate.promise));

    expect(await bench.deliver(taskAdded("1"))).toBe("202 accepted");
    expect(await bench.deliver(taskAdded("1"))).toBe("503 delivery_in_flight");
    await vi.advanceTimersByTimeAsync(0);
    expect(bench.asked).toEqual(["reserve task_added:1", "reserve task_added:1"]);
    gate.resolve();
    await finish(bench);
    expect(bench.asked.slice(2)).toEqual(["complete task_added:1"]);
    expect(await bench.deliver(taskAdded("1"))).toBe("200 duplicate");
    expect(brief(bench.told)).toEqual(["duplicate in_flight", "handled", "duplicate done"]);
  });

  test("gives the event back when a handler fails", async () => {
    const bench = makeStored((router) => router.on("task_added", () => Promise.reject(new Error("x"))));

    expect(await bench.deliver(taskAdded("1"))).toBe("202 accepted");
    await finish(bench);
    expect(bench.asked).toEqual(["reserve task_added:1", "release task_added:1"]);
    expect(await bench.deliver(taskAdded("1"))).toBe("202 accepted");
  });

  test("refuses what the store cannot be asked for, since nothing is acknowledged yet", async () => {
    const bench = makeBench(makeStore({ reserve: () => Promise.reject(new Error("x")) }), early);
    bench.router.on("task_added", () => {});

    expect(await bench.deliver(taskAdded())).toBe("503 store_unavailable");
    await finish(bench);
    expect(brief(bench.told)).toEqual(["failed store_unavailable"]);
  });

  test("is idle although the store never takes the end", async () => {
    const bench = makeBench(makeStore({ complete: () => new Promise(() => {}) }), early);
    bench.router.on("task_added", () => {});
    await bench.deliver(taskAdded());
    const idle = bench.receiver.idle();
    await vi.advanceTimersByTimeAsync(2_000);
    await idle;

    expect(brief(bench.told)).toEqual(["failed store_unavailable", "handled"]);
  });
});
