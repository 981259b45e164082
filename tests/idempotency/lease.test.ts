import type { Reservation } from "optimizely-cmp-webhooks";
import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { brief, defer, finish, makeBench, makeGate, makeStore, taskAdded } from "./kit.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

const leaseMs = 60_000;

/** Over one store in memory that both share: a receiver at work, and what becomes of a redelivery meanwhile. */
function makeWork(acknowledge: "after" | "before") {
  const memory = memoryStore();
  const store = makeStore({
    reserve: (...given) => memory.reserve(...given),
    complete: (...given) => memory.complete(...given),
    release: (...given) => memory.release(...given),
  });
  const bench = makeBench(store, { acknowledge }, { leaseMs });
  const gate = makeGate();
  bench.router.on("task_added", gate.handler);
  return { ...bench, ...gate, store };
}

describe.each(["after", "before"] as const)(
  'with acknowledge: "%s", a handler that outlasts its lease',
  (acknowledge) => {
    test("keeps the event for as long as it runs, and then it is done", async () => {
      const { deliver, receiver, end, calls, store } = makeWork(acknowledge);
      const first = deliver(taskAdded());
      await vi.advanceTimersByTimeAsync(10 * leaseMs);
      expect(await deliver(taskAdded())).toBe("503 delivery_in_flight");
      end();
      expect(await first).toBe(acknowledge === "before" ? "202 accepted" : "503 deadline_exceeded");
      await receiver.idle();

      expect(await deliver(taskAdded())).toBe("200 duplicate");
      expect(calls()).toBe(1);
      expect(vi.getTimerCount()).toBe(0);
      // Three in each lease, one for each delivery.
      expect(store.asked.filter((step) => step.startsWith("reserve"))).toHaveLength(30 + 3);
    });

    test("and never ends loses the event after 180 renewals", async () => {
      const { deliver, receiver, end, calls } = makeWork(acknowledge);
      void deliver(taskAdded());
      await vi.advanceTimersByTimeAsync(60 * leaseMs + leaseMs - 1);
      expect(await deliver(taskAdded())).toBe("503 delivery_in_flight");
      await vi.advanceTimersByTimeAsync(1);
      void deliver(taskAdded());
      await vi.advanceTimersByTimeAsync(0);

      expect(calls()).toBe(2);
      // Otherwise the second delivery arms its timer in the next test.
      end();
      await finish({ receiver });
    });
  },
);

describe("a renewal", () => {
  /** A handler at work, with a store that answers as it is told. */
  function makeAnswering(answers: readonly (() => Reservation | Promise<Reservation>)[]) {
    let count = 0;
    const store = makeStore({ reserve: () => answers[count++]?.() ?? "reserved" });
    const bench = makeBench(store, { acknowledge: "before" }, { leaseMs });
    const gate = makeGate();
    bench.router.on("task_added", gate.handler);
    return { ...bench, ...gate, store };
  }
  const reserved = (): Reservation => "reserved";
  const failing = (): never => {
    throw new Error("connect ECONNREFUSED");
  };

  /** A handler that fails while its lease is being renewed; `answer` is what the store then says. */
  async function failWhileRenewing() {
    const answer = defer<Reservation>();
    const { deliver, receiver, fail, store } = makeAnswering([reserved, () => answer.promise]);
    await deliver(taskAdded());
    await vi.advanceTimersByTimeAsync(leaseMs / 3);
    fail(new Error("x"));
    return { answer, receiver, store };
  }

  test("that fails is made again in time, and nothing is announced", async () => {
    const { deliver, receiver, end, told, store } = makeAnswering([
      reserved,
      failing,
      () => "RESERVED" as never,
      () => new Promise(() => {}),
    ]);
    await deliver(taskAdded());
    await vi.advanceTimersByTimeAsync(4 * (leaseMs / 3) + 2_000);
    end();
    await receiver.idle();

    expect(store.asked.map((step) => step.split(" ")[0])).toEqual([
      "reserve",
      "reserve",
      "reserve",
      "reserve",
      "reserve",
      "complete",
    ]);
    expect(brief(told)).toEqual(["handled"]);
  });

  test.each(["in_flight", "done"] as const)("that finds the key lost (%s) is the last", async (answer) => {
    const { deliver, receiver, end, store } = makeAnswering([reserved, () => answer]);
    await deliver(taskAdded());
    await vi.advanceTimersByTimeAsync(10 * leaseMs);
    end();
    await receiver.idle();

    expect(store.asked.map((step) => step.split(" ")[0])).toEqual(["reserve", "reserve", "complete"]);
  });

  test("that is under way when the handlers end is waited for, so that it does not come after the end", async () => {
    const { answer, receiver, store } = await failWhileRenewing();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(store.asked.at(-1)).toBe("reserve task_added:task-31");
    answer.resolve("reserved");
    await receiver.idle();

    expect(store.asked.slice(2)).toEqual(["release task_added:task-31", "release task_added:task-31"]);
  });

  test("that the store makes after it was given up on is given back", async () => {
    const { answer, receiver, store } = await failWhileRenewing();
    await vi.advanceTimersByTimeAsync(2_000);
    await receiver.idle();
    expect(store.asked.slice(2)).toEqual(["release task_added:task-31"]);
    answer.resolve("reserved");
    await vi.advanceTimersByTimeAsync(0);

    expect(store.asked.slice(3)).toEqual(["release task_added:task-31"]);
  });

  test("that was under way when the handlers ended is the last", async () => {
    const { answer, receiver, store } = await failWhileRenewing();
    await vi.advanceTimersByTimeAsync(1_000);
    answer.resolve("reserved");
    await receiver.idle();
    await vi.advanceTimersByTimeAsync(10 * leaseMs);

    expect(store.asked.filter((step) => step.startsWith("reserve"))).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("keeps no process: only real timers tell", async () => {
    vi.useRealTimers();
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const { router, receiver, deliver } = makeBench(makeStore(), { acknowledge: "before" });
    const { handler, called, end } = makeGate();
    router.on("task_added", handler);
    const before = timers();
    await deliver(taskAdded());
    await called;
    expect(timers()).toBe(before);

    end();
    await receiver.idle();
  });

  test("is not made for handlers that are done at once, nor is a timer", async () => {
    const { router, deliver } = makeBench(makeStore());
    router.on("task_added", () => {
      expect(vi.getTimerCount()).toBe(0);
    });
    expect(await deliver(taskAdded())).toBe("200 handled");
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('with acknowledge: "before" an event that no handler took is not done', async () => {
  const store = makeStore();
  const bench = makeBench(store, { acknowledge: "before" });
  expect(await bench.deliver(taskAdded())).toBe("202 accepted");
  await finish(bench);

  expect(store.asked).toEqual(["reserve task_added:task-31", "release task_added:task-31"]);

  expect(brief(bench.told)).toEqual(["ignored no_handler"]);
});
