import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { taskAdded } from "../support/recorder.js";
import { answerOf, delivery, makeBench } from "./kit.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** One turn of the event loop, and what it leaves behind. */
const turn = async (): Promise<void> => {
  await new Promise(setImmediate);
  await new Promise(setImmediate);
};

async function* turns(chunks: readonly string[]): AsyncGenerator<string> {
  for (const chunk of chunks) {
    await turn();
    yield chunk;
  }
}

test("reading and handling share one timer", async () => {
  const arm = vi.spyOn(globalThis, "setTimeout");
  const { router, receiver } = makeBench();
  router.on("task_added", () => turn());
  const body = Readable.from(turns([taskAdded]));
  await receiver.receive(delivery({ body }));

  expect(arm).toHaveBeenCalledTimes(1);
});

test("a deadline that has passed leaves no timer, also while the handler runs on", async () => {
  const { router, receiver } = makeBench();
  router.onAny(() => new Promise(() => {}));
  const answered = receiver.receive(delivery());
  await vi.advanceTimersByTimeAsync(8_000);

  expect(answerOf(await answered)).toBe("503 deadline_exceeded");
  expect(vi.getTimerCount()).toBe(0);
});

test("without setImmediate the deadline holds, and what only looks pending arms no timer", async () => {
  vi.stubGlobal("setImmediate", undefined);
  vi.stubGlobal("clearImmediate", undefined);
  const arm = vi.spyOn(globalThis, "setTimeout");
  const { router, receiver } = makeBench();
  const off = router.on("task_added", async () => {});
  expect(answerOf(await receiver.receive(delivery()))).toBe("200 handled");
  expect(arm).not.toHaveBeenCalled();

  off();
  router.onAny(() => new Promise(() => {}));
  const answered = receiver.receive(delivery());
  await vi.advanceTimersByTimeAsync(8_000);
  expect(answerOf(await answered)).toBe("503 deadline_exceeded");
});
