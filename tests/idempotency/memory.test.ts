import type { IdempotencyStore } from "optimizely-cmp-webhooks";
import { type MemoryStoreOptions, memoryStore } from "optimizely-cmp-webhooks/idempotency";
import { describe, expect, test, vi } from "vitest";
import { makeClock } from "./kit.js";

const hour = 3_600_000;

function makeMemory(options: MemoryStoreOptions = {}) {
  const clock = makeClock();
  const store = memoryStore({ clock: clock.now, ...options });
  const reserve = (key: string, leaseMs = 60_000): unknown => store.reserve(key, leaseMs, key);
  return { clock, store, reserve, finish: (key: string) => finish(store, key) };
}

function finish(store: IdempotencyStore, key: string): void {
  store.reserve(key, 60_000, key);
  store.complete(key, hour, key);
}

/** What the store says of each key to somebody who holds none. Asking reserves: so it is the last thing to do. */
function ask(store: IdempotencyStore, ...keys: string[]): unknown[] {
  return keys.map((key) => store.reserve(key, 60_000, "somebody else"));
}

describe("at its bound", () => {
  test("it forgets what was done first", () => {
    const { store, finish } = makeMemory({ maxEntries: 3 });
    for (const key of ["a", "b", "c", "d"]) finish(key);

    expect(ask(store, "d", "c", "b", "a")).toEqual(["done", "done", "done", "reserved"]);
  });

  test("first is what was done first, not what was reserved first", () => {
    const { store, reserve, finish } = makeMemory({ maxEntries: 3 });
    reserve("a");
    finish("b");
    store.complete("a", hour, "a");
    finish("c");
    finish("d");

    expect(ask(store, "d", "c", "a", "b")).toEqual(["done", "done", "done", "reserved"]);
  });

  test("it keeps reservations for as long as there is anything done to forget", () => {
    const { store, reserve, finish } = makeMemory({ maxEntries: 3 });
    reserve("a");
    reserve("b");
    for (const key of ["c", "d", "e", "f"]) finish(key);

    expect(ask(store, "a", "b", "f")).toEqual(["in_flight", "in_flight", "done"]);
    expect(ask(store, "e")).toEqual(["reserved"]);
  });

  test("when all are reservations it forgets the oldest, which can be completed nevertheless", () => {
    const { store, reserve } = makeMemory({ maxEntries: 2 });
    reserve("a");
    reserve("b");
    expect(reserve("c")).toBe("reserved");
    expect(ask(store, "c")).toEqual(["in_flight"]);
    expect(store.complete("a", hour, "a")).toBe(true);

    expect(ask(store, "a", "c", "b")).toEqual(["done", "in_flight", "reserved"]);
  });

  test("what is completed without a reservation takes the room of another", () => {
    const { store, finish } = makeMemory({ maxEntries: 2 });
    for (const key of ["a", "b"]) finish(key);
    for (const key of ["c", "d", "e"]) expect(store.complete(key, hour, key)).toBe(true);

    expect(ask(store, "e", "d", "c")).toEqual(["done", "done", "reserved"]);
  });

  test("a bound of 1 holds one key", () => {
    const { store, reserve } = makeMemory({ maxEntries: 1 });
    reserve("a");
    expect(reserve("b")).toBe("reserved");
    store.complete("b", hour, "b");

    expect(ask(store, "b", "c", "b")).toEqual(["done", "reserved", "reserved"]);
  });

  test("a key that was given back makes room", () => {
    const { store, reserve, finish } = makeMemory({ maxEntries: 2 });
    finish("a");
    reserve("b");
    store.release("b", "b");
    finish("c");

    expect(ask(store, "a", "c")).toEqual(["done", "done"]);
  });

  test("what is out of date goes first, so that nothing else has to", () => {
    const { clock, store, reserve, finish } = makeMemory({ maxEntries: 3 });
    reserve("a", 1_000);
    finish("b");
    finish("c");
    clock.advance(1_000);
    finish("d");

    expect(ask(store, "b", "c", "d")).toEqual(["done", "done", "done"]);
  });
});

test("a key that is used again and again takes the room of one", () => {
  const { clock, store, reserve, finish } = makeMemory({ maxEntries: 3 });
  finish("a");
  for (let round = 0; round < 1_000; round++) {
    expect(reserve("b", 1_000)).toBe("reserved");
    if (round % 2 === 0) store.release("b", "b");
    else clock.advance(1_000);
  }
  finish("c");

  expect(ask(store, "a", "c")).toEqual(["done", "done"]);
});

test("it starts no timer", () => {
  vi.useFakeTimers();
  try {
    const store = memoryStore();
    finish(store, "a");
    store.reserve("b", 60_000, "b");
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test("without a clock of yours it goes by one of its own", () => {
  const now = vi.spyOn(performance, "now");
  try {
    const store = memoryStore();
    now.mockReturnValue(1_000);
    store.reserve("a", 60_000, "a");
    now.mockReturnValue(60_999);
    expect(store.reserve("a", 60_000, "b")).toBe("in_flight");
    now.mockReturnValue(61_000);
    expect(store.reserve("a", 60_000, "b")).toBe("reserved");
  } finally {
    now.mockRestore();
  }
});

test("two stores know nothing of each other", () => {
  const [left, right] = [memoryStore(), memoryStore()];
  finish(left, "a");
  expect(right.reserve("a", 60_000, "b")).toBe("reserved");
});

test("two views of one store know nothing of each other, and share its bound", () => {
  const store = memoryStore({ maxEntries: 2 });
  const [left, right] = [store.partition?.(), store.partition?.()];
  if (!left || !right) throw new Error("a store in memory has views");
  finish(left, "a");
  expect(right.reserve("a", 60_000, "b")).toBe("reserved");
  expect(left.reserve("a", 60_000, "b")).toBe("done");
  right.release("a", "b");
  expect(right.reserve("a", 60_000, "c")).toBe("reserved");
  finish(right, "d");

  expect(ask(left, "a")).toEqual(["reserved"]);
});

test.each([null, [], "x", { maxEntires: 5 }, { clock: 5 }])("options of %j are refused", (options) => {
  expect(() => memoryStore(options as never)).toThrow(
    /^(options of memoryStore|clock) must be .+, received /,
  );
});

test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 23 + 1])(
  "maxEntries: %d is refused",
  (maxEntries) => {
    expect(() => memoryStore({ maxEntries })).toThrow(
      /^maxEntries must be a positive integer( of at most 8388608)?, received /,
    );
    expect(() => memoryStore({ maxEntries })).toThrow(TypeError);
  },
);

test.each([
  ["undefined", () => undefined],
  ["NaN", () => Number.NaN],
  ["5n", () => 5n],
  ["a promise", () => Promise.reject(new Error("nobody waits for it"))],
])("a clock that returns %s is refused, since no key would be kept", (received, clock) => {
  expect(() => memoryStore({ clock: clock as never })).toThrow(
    `clock must return a number of milliseconds, received ${received}`,
  );
});
