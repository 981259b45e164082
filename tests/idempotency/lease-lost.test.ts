import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { brief, makeBench, makeStore, only, taskAdded } from "./kit.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe("a lease that another has taken", () => {
  test("is announced, and the answer is that of the handlers", async () => {
    const bench = makeBench(makeStore({ complete: () => false }));
    bench.router.on("task_added", () => {});

    expect(await bench.deliver(taskAdded())).toBe("200 handled");
    expect(brief(bench.told)).toEqual(["failed store_unavailable", "handled"]);
    expect(String(only(bench.told, "failed").error.cause)).toBe(
      "Error: The lease was over and another delivery took the event: it is handled twice. Raise leaseMs",
    );
  });
});

describe("a store that answers something else", () => {
  test.each([undefined, null, false, true, "busy", "", {}, 1])(
    "to reserve, as %j, has failed",
    async (answer) => {
      for (const reserve of [() => answer as never, async () => answer as never]) {
        const { router, told, deliver } = makeBench(makeStore({ reserve }));
        let calls = 0;
        router.on("task_added", () => void calls++);

        expect(await deliver(taskAdded())).toBe("503 store_unavailable");
        expect(calls).toBe(0);
        expect(String(only(told, "failed").error.cause)).toMatch(
          /^TypeError: reserve of the store must answer "reserved", "in_flight" or "done", received /,
        );
      }
    },
  );

  test.each([undefined, null, "OK", 1])(
    "to complete, as %j, has failed, and the work stands",
    async (answer) => {
      const { router, told, deliver } = makeBench(makeStore({ complete: () => answer as never }));
      router.on("task_added", () => {});

      expect(await deliver(taskAdded())).toBe("200 handled");
      expect(brief(told)).toEqual(["failed store_unavailable", "handled"]);
      expect(String(only(told, "failed").error.cause)).toMatch(
        /^TypeError: complete of the store must answer true or false/,
      );
    },
  );
});
