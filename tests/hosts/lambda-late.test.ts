import { toLambdaHandler } from "optimizely-cmp-webhooks/lambda";
import { describe, expect, test, vi } from "vitest";
import { secret } from "../support/client.js";
import { record, taskAdded } from "../support/recorder.js";
import { events } from "./lambda-events.js";

describe("a handler that exceeds the deadline", () => {
  const event = events["API Gateway 2.0"](taskAdded, { "callback-secret": secret });

  test("and stops at its signal has ended when the response is returned", async () => {
    const { receiver, router, announced } = record({ deadlineMs: 20 });
    router.on("task_added", async (_event, { signal }) => {
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      await new Promise((resolve) => setImmediate(resolve));
    });

    expect((await toLambdaHandler(receiver)(event)).statusCode).toBe(503);
    expect(announced.map(({ name }) => name)).toEqual(["failed", "handled"]);
  });

  test("and never ends does not keep the response", async () => {
    vi.useFakeTimers();
    try {
      const { receiver, router } = record({ deadlineMs: 20 });
      router.on("task_added", () => new Promise<void>(() => {}));
      const answered = toLambdaHandler(receiver)(event);
      await vi.advanceTimersByTimeAsync(20);
      await vi.advanceTimersByTimeAsync(1_000);

      expect((await answered).statusCode).toBe(503);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
