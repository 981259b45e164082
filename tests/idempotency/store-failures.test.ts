import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { answerIn, assetRemoved, brief, makeBench, makeCounting, makeStore, only, taskAdded } from "./kit.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

const down = new Error("connect ECONNREFUSED");
const throwing = (): never => {
  throw down;
};
const rejecting = (): Promise<never> => Promise.reject(down);
const hanging = (): Promise<never> => new Promise(() => {});

/** The three ways of a store to fail, and how long each takes, in milliseconds. */
const failures = [
  { title: "throws", fail: throwing, ms: 0, cause: down },
  { title: "rejects", fail: rejecting, ms: 0, cause: down },
  {
    title: "never answers",
    fail: hanging,
    ms: 2_000,
    cause: expect.objectContaining({ message: "The store did not answer within 2000 ms" }),
  },
] as const;

describe.each(failures)("a store that $title when it is asked for the event", ({ fail, ms, cause }) => {
  test("has the delivery refused, so that CMP sends it again", async () => {
    const bench = makeCounting({ reserve: fail });

    expect(await answerIn(ms, bench)).toBe("503 store_unavailable");
    expect(bench.calls()).toBe(0);
    expect(only(bench.told, "failed")).toMatchObject({
      error: { code: "store_unavailable", cause },
      errors: [],
      event: { event_name: "task_added" },
    });
    expect(bench.store.asked).toEqual(["reserve task_added:task-31"]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('has it handled without the check, with onStoreError: "handle"', async () => {
    const bench = makeCounting({ reserve: fail }, "handle");

    expect(await answerIn(ms, bench)).toBe("200 handled");
    expect(await answerIn(ms, bench)).toBe("200 handled");
    expect(bench.calls()).toBe(2);
    expect(brief(bench.told)).toEqual([
      "failed store_unavailable",
      "handled",
      "failed store_unavailable",
      "handled",
    ]);
    expect(bench.store.asked).toEqual(["reserve task_added:task-31", "reserve task_added:task-31"]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe.each(failures)("a store that $title when it is told the end", ({ fail, ms, cause }) => {
  test("leaves the answer as it is, when the handlers ended well", async () => {
    const bench = makeCounting({ complete: fail });

    expect(await answerIn(ms, bench)).toBe("200 handled");
    expect(brief(bench.told)).toEqual(["failed store_unavailable", "handled"]);
    expect(only(bench.told, "failed").error.cause).toEqual(cause);
    expect(bench.store.asked).toEqual(["reserve task_added:task-31", "complete task_added:task-31"]);
    await bench.receiver.idle();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("leaves the answer as it is, when a handler failed", async () => {
    const bench = makeCounting({ release: fail });
    bench.router.on("task_added", () => Promise.reject(new Error("x")));

    expect(await answerIn(ms, bench)).toBe("500 handler_failed");
    expect(brief(bench.told)).toEqual(["failed store_unavailable", "failed handler_failed"]);
    expect(bench.store.asked).toEqual(["reserve task_added:task-31", "release task_added:task-31"]);
    await bench.receiver.idle();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a key function that throws", () => {
  const key = throwing;

  test("has the delivery refused before the store is asked", async () => {
    const store = makeStore();
    const { router, deliver, told } = makeBench(store, {}, { key });
    router.on("task_added", () => {});

    expect(await deliver(taskAdded())).toBe("503 store_unavailable");
    expect(only(told, "failed").error.cause).toBe(down);
    expect(store.asked).toEqual([]);
  });

  test('has it handled without the check, with onStoreError: "handle"', async () => {
    const store = makeStore();
    const { router, deliver, told } = makeBench(store, {}, { key, onStoreError: "handle" });
    router.on("task_added", () => {});

    expect(await deliver(taskAdded())).toBe("200 handled");
    expect(brief(told)).toEqual(["failed store_unavailable", "handled"]);
    expect(store.asked).toEqual([]);
  });
});

// Vitest fails the run for a rejection that nobody handles; a process of a user would end.
test("a key function that returns a promise has the delivery refused, and its rejection harms no process", async () => {
  const { deliver, told } = makeBench(makeStore(), {}, { key: (() => Promise.reject(down)) as never });

  expect(await deliver(taskAdded())).toBe("503 store_unavailable");
  expect(only(told, "failed").error.cause).toMatchObject({
    message: "idempotency.key must return a string of 1 to 500 characters or undefined, received a promise",
  });
});

// The queries of some libraries are objects that begin when somebody waits for them.
test("a query that a key function returns in place of a key is not begun by its refusal", async () => {
  const begin = vi.fn();
  // biome-ignore lint/suspicious/noThenProperty: it is such a query
  const query = { then: begin };
  const { deliver } = makeBench(makeStore(), {}, { key: (() => query) as never });

  expect(await deliver(taskAdded())).toBe("503 store_unavailable");
  expect(begin).not.toHaveBeenCalled();
});

test("a store whose failure cannot be looked at is a store that failed", async () => {
  const trap = (): never => {
    throw new Error("trap");
  };
  const hostile = new Proxy({}, { get: trap, has: trap, getPrototypeOf: trap });
  const bench = makeCounting({ reserve: () => Promise.reject(hostile) }, "handle");

  expect(await answerIn(0, bench)).toBe("200 handled");
  expect(brief(bench.told)).toEqual(["failed store_unavailable", "handled"]);
});

test("an event without a key is handled each time, and the store is not asked", async () => {
  const store = makeStore();
  const { router, deliver, told } = makeBench(store);
  router.on("asset_removed", () => {});

  expect(await deliver(assetRemoved)).toBe("200 handled");
  expect(await deliver(assetRemoved)).toBe("200 handled");
  expect(brief(told)).toEqual(["handled", "handled"]);
  expect(store.asked).toEqual([]);
});

test("what release gives back does not matter", async () => {
  const kept = new Map<string, string>();
  const bench = makeCounting({ release: (key) => kept.set(key, "free") as never });

  bench.router.on("task_added", () => Promise.reject(new Error("x")));
  expect(await answerIn(0, bench)).toBe("500 handler_failed");
  expect(brief(bench.told)).toEqual(["failed handler_failed"]);
});

test("every delivery has a token of its own, the same to its end", async () => {
  const tokens: string[] = [];
  const bench = makeCounting({
    reserve: (_key, leaseMs, token) => {
      expect(leaseMs).toBe(60_000);
      tokens.push(token);
      return "reserved";
    },
    complete: (_key, ttlMs, token) => {
      expect(ttlMs).toBe(345_600_000);
      tokens.push(token);
      return true;
    },
  });
  await answerIn(0, bench);
  await answerIn(0, bench);

  expect(tokens[1]).toBe(tokens[0]);
  expect(tokens[3]).toBe(tokens[2]);
  expect(new Set(tokens).size).toBe(2);
});
