import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { answerIn, brief, defer, makeBench, makeCounting, makeStore, only } from "./kit.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

const hanging = (): Promise<never> => new Promise(() => {});

describe("a store that is slow", () => {
  test("is waited for", async () => {
    const bench = makeCounting({
      reserve: () => new Promise((resolve) => setTimeout(resolve, 1_900, "reserved")),
      complete: () => new Promise((resolve) => setTimeout(resolve, 1_900, true)),
    });

    expect(await answerIn(3_800, bench)).toBe("200 handled");
    expect(brief(bench.told)).toEqual(["handled"]);
  });

  test.each(["refuse", "handle"] as const)(
    "gives back what it reserves too late (%s)",
    async (onStoreError) => {
      const answer = defer<"reserved">();
      const bench = makeCounting({ reserve: () => answer.promise }, onStoreError);
      await answerIn(2_000, bench);
      answer.resolve("reserved");
      await vi.advanceTimersByTimeAsync(0);

      expect(bench.store.asked).toEqual(["reserve task_added:task-31", "release task_added:task-31"]);
    },
  );

  test.each(["done", "in_flight"] as const)(
    "gives back nothing that others have: %s",
    async (reservation) => {
      const answer = defer<"done" | "in_flight">();
      const bench = makeCounting({ reserve: () => answer.promise });
      await answerIn(2_000, bench);
      answer.resolve(reservation);
      await vi.advanceTimersByTimeAsync(0);

      expect(bench.store.asked).toEqual(["reserve task_added:task-31"]);
    },
  );

  test("and fails in the end is no unhandled rejection", async () => {
    const answer = defer<"reserved">();
    const bench = makeCounting({ reserve: () => answer.promise });
    await answerIn(2_000, bench);
    answer.reject(new Error("connect ECONNREFUSED"));
    await vi.advanceTimersByTimeAsync(0);

    expect(brief(bench.told)).toEqual(["failed store_unavailable"]);
  });

  test.each(["refuse", "handle"] as const)(
    "has the delivery refused when the deadline is over, whatever onStoreError says: %s",
    async (onStoreError) => {
      const { router, deliver, told } = makeBench(
        makeStore({ reserve: hanging }),
        { deadlineMs: 1_000 },
        { onStoreError },
      );
      let calls = 0;
      router.on("task_added", () => void calls++);

      expect(await answerIn(1_000, { deliver })).toBe("503 store_unavailable");
      expect(calls).toBe(0);
      expect(only(told, "failed").error.cause).toMatchObject({
        code: "deadline_exceeded",
        message: expect.stringMatching(/^It took longer than deadlineMs/),
      });
    },
  );

  test("leaves the handlers the rest of the deadline", async () => {
    const bench = makeBench(makeStore({ reserve: hanging }), {}, { onStoreError: "handle" });
    bench.router.on("task_added", hanging);

    expect(await answerIn(8_000, bench)).toBe("503 deadline_exceeded");
    expect(brief(bench.told)).toEqual(["failed store_unavailable", "failed deadline_exceeded"]);
  });
});
