/*
 * What the simulator is made of, by itself.
 */
import { createEvent, createVirtualClock } from "optimizely-cmp-webhooks/testing";
import { describe, expect, it, test, vi } from "vitest";
import { systemClock } from "../../src/testing/clock.js";
import { DueQueue } from "../../src/testing/due-queue.js";
import { LedgerBook } from "../../src/testing/ledger.js";
import { makePlan, type PlanOptions } from "../../src/testing/plan.js";
import { createRandom } from "../../src/testing/random.js";

describe("createVirtualClock", () => {
  it("shows 0, stands still, and jumps on sleep", async () => {
    const clock = createVirtualClock();
    expect(clock.now()).toBe(0);
    await clock.sleep(3 * 86_400_000);
    await clock.sleep(1);
    expect(clock.now()).toBe(259_200_001);
  });

  it("does not move while there is work, and sleeps until that is over, well or badly", async () => {
    const clock = createVirtualClock();
    for (const settle of ["resolve", "reject"] as const) {
      const steps: string[] = [];
      let end = (): void => {};
      const promise = new Promise<void>((resolve, reject) => {
        end = settle === "resolve" ? resolve : () => reject(new Error("work failed"));
      });
      const sleep = clock.sleep(1_000, { work: promise }).then(() => steps.push("awake"));
      await Promise.resolve();
      steps.push("working");
      end();
      await sleep;
      expect(steps).toEqual(["working", "awake"]);
    }
    expect(clock.now()).toBe(0);
  });

  it("does not move when the signal is aborted", async () => {
    const clock = createVirtualClock();
    await clock.sleep(1_000, { signal: AbortSignal.abort() });
    expect(clock.now()).toBe(0);
  });
});

describe("the system's clock", () => {
  it("sleeps as long as it is told, and leaves no timer when it is woken", async () => {
    vi.useFakeTimers();
    try {
      const woken: string[] = [];
      void systemClock.sleep(86_400_000).then(() => woken.push("a day"));
      await vi.advanceTimersByTimeAsync(86_399_999);
      expect(woken).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      expect(woken).toEqual(["a day"]);
      const controller = new AbortController();
      const sleeps = [
        systemClock.sleep(1_000, { work: Promise.resolve() }),
        systemClock.sleep(1_000, { work: Promise.reject(new Error("work failed")) }),
        systemClock.sleep(1_000, controller),
        systemClock.sleep(Infinity, controller),
        systemClock.sleep(1_000, { signal: AbortSignal.abort() }),
      ];
      controller.abort();
      await Promise.all(sleeps);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

test("a queue gives back the earliest first, and of those due at once the first that came", () => {
  const queue = new DueQueue<string>();
  expect([queue.nextDue, queue.pop()]).toEqual([Infinity, undefined]);
  const random = createRandom(3);
  const items = Array.from({ length: 500 }, (_, index) => ({ due: Math.floor(random() * 50), index }));
  for (const { due, index } of items) queue.push(due, `${due} ${index}`);
  const sorted = items.toSorted((one, other) => one.due - other.due || one.index - other.index);
  expect(queue.nextDue).toBe(sorted[0]?.due);
  expect(items.map(() => queue.pop())).toEqual(sorted.map(({ due, index }) => `${due} ${index}`));
  expect(queue.nextDue).toBe(Infinity);
});

describe("createRandom", () => {
  it("is the same for the same seed, and spreads evenly from 0 to 1", () => {
    const [one, same, other] = [createRandom(5), createRandom(5), createRandom(6)];
    const numbers = Array.from({ length: 10_000 }, one);
    expect(Array.from({ length: 10_000 }, same)).toEqual(numbers);
    expect(Array.from({ length: 10_000 }, other)).not.toEqual(numbers);
    const tenths = new Array(10).fill(0);
    for (const number of numbers) tenths[Math.floor(number * 10)]++;
    expect(Math.min(...tenths)).toBeGreaterThan(900);
    expect(Math.max(...tenths)).toBeLessThan(1_100);
  });
});

describe("makePlan", () => {
  const events = Array.from({ length: 1_000 }, (_, seed) => createEvent("task_removed", {}, { seed }));
  const plan = (options: Partial<PlanOptions> = {}, seed = 1): string[] => {
    const whole = { duplicates: 0, reorder: 0, random: createRandom(seed), ...options };
    return [...makePlan(events, whole, () => {})].map(({ id, copy, random }) => `${id} ${copy} ${random()}`);
  };
  const idsOf = (planned: readonly string[]): number[] => planned.map((line) => Number.parseInt(line, 10));

  it("keeps the order without options", () => {
    expect(idsOf(plan())).toEqual([...events.keys()]);
  });

  it("doubles the share of events that the option names", () => {
    expect(plan({ duplicates: 0.05 }).length - 1_000).toBeGreaterThan(25);
    expect(plan({ duplicates: 0.05 }).length - 1_000).toBeLessThan(75);
    expect(plan({ duplicates: 1 })).toHaveLength(2_000);
  });

  it("mixes the order, and loses none and doubles none", () => {
    const ids = idsOf(plan({ reorder: 20 }));
    expect(ids).not.toEqual([...events.keys()]);
    expect(ids.toSorted((one, other) => one - other)).toEqual([...events.keys()]);
    // An event is never held up by more than 20 that were not yet there when it came.
    ids.forEach((id, position) => void expect(position - id).toBeGreaterThanOrEqual(-20));
  });

  it("is the same for the same seed, and another one for another", () => {
    const options = { duplicates: 0.1, reorder: 20 };
    expect(plan({ ...options, random: createRandom(9) })).toEqual(
      plan({ ...options, random: createRandom(9) }),
    );
    expect(plan({ ...options, random: createRandom(9) })).not.toEqual(
      plan({ ...options, random: createRandom(8) }),
    );
  });

  it("takes events as they are needed", () => {
    let taken = 0;
    function* endless() {
      for (;;) yield events[taken++ % 1_000] ?? createEvent("task_added");
    }
    const planned = makePlan(endless(), { duplicates: 0, reorder: 20, random: createRandom(1) }, () => {});
    for (let count = 0; count < 100; count++) planned.next();
    expect(taken).toBe(120);
  });
});

test("a ledger tells outcomes apart by acknowledgements", () => {
  const book = new LedgerBook();
  for (const [id, copies] of [1, 2, 1, 1, 2].entries()) book.add(id, "task_added", copies);
  book.write(0, 500, false, false);
  book.write(0, 200, true, true);
  book.write(1, 200, true, true);
  book.write(1, 202, true, true);
  book.write(2, 0, false, true);
  book.write(4, 500, false, true);
  book.write(4, 200, true, true);
  expect(book.entries.map(({ outcome }) => outcome)).toEqual([
    "delivered_once",
    "delivered_more_than_once",
    "given_up",
    "unfinished",
    "delivered_once",
  ]);
  expect(book.attempts).toBe(7);
  expect(book.get(0)).toMatchObject({ id: 0, attempts: 2, acknowledgements: 1, lastStatus: 200, copies: 1 });
  expect([book.get(5), book.get(-1)]).toEqual([undefined, undefined]);
  expect(book.givenUp.map(({ id }) => id)).toEqual([2]);
  expect(book.unfinished.map(({ id }) => id)).toEqual([3]);
  expect([book.deliveredOnce.length, book.deliveredMoreThanOnce.length]).toEqual([2, 1]);
});
