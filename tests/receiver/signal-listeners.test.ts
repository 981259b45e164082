import { getEventListeners } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answerOf, delivery, makeBench } from "./kit.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** The signal of a handler whose time is up; `use` was given it before. */
async function expire(use: (signal: AbortSignal) => void): Promise<AbortSignal> {
  const { router, receiver } = makeBench();
  const given: AbortSignal[] = [];
  router.on("task_added", (_event, { signal }) => {
    given.push(signal);
    use(signal);
    return new Promise(() => {});
  });
  const answered = receiver.receive(delivery());
  await vi.advanceTimersByTimeAsync(8_000);
  expect(answerOf(await answered)).toBe("503 deadline_exceeded");
  const [signal] = given;
  if (signal === undefined) throw new Error("no handler was called");
  return signal;
}

type Add = (signal: AbortSignal, listener: () => void) => void;

/** How often a listener is called: when time is up, and when somebody says so once more. */
const ways: readonly (readonly [string, number, Add])[] = [
  ["without options", 2, (signal, listener) => signal.addEventListener("abort", listener)],
  [
    "with null as its options",
    2,
    (signal, listener) => signal.addEventListener("abort", listener, null as never),
  ],
  ["with the old boolean option", 2, (signal, listener) => signal.addEventListener("abort", listener, true)],
  ["with no option set", 2, (signal, listener) => signal.addEventListener("abort", listener, {})],
  ["once", 1, (signal, listener) => signal.addEventListener("abort", listener, { once: true })],
  [
    "and again once",
    2,
    (signal, listener) => {
      signal.addEventListener("abort", listener);
      signal.addEventListener("abort", listener, { once: true });
    },
  ],
  ["for another event", 0, (signal, listener) => signal.addEventListener("timeout", listener)],
  [
    "by a signal that is aborted already",
    0,
    (signal, listener) => signal.addEventListener("abort", listener, { signal: AbortSignal.abort() }),
  ],
  [
    "by a signal that is aborted afterwards",
    0,
    (signal, listener) => {
      const stop = new AbortController();
      signal.addEventListener("abort", listener, { signal: stop.signal });
      stop.abort();
    },
  ],
  [
    "as onabort",
    2,
    (signal, listener) => {
      signal.onabort = listener;
      expect(signal.onabort).toBe(listener);
    },
  ],
  [
    "as onabort, and replaced",
    0,
    (signal, listener) => {
      signal.onabort = listener;
      signal.onabort = null;
      expect(signal.onabort).toBeNull();
    },
  ],
];

test.each(ways)(
  "a listener of the signal that is added %s is called %i times",
  async (_title, times, add) => {
    let calls = 0;
    const signal = await expire((given) => add(given, () => void calls++));
    signal.dispatchEvent(new Event("abort"));

    expect(calls).toBe(times);
  },
);

test("no listener at all, as the platform allows it, disturbs nothing", async () => {
  await expire((signal) => {
    signal.addEventListener("abort", null as never);
    signal.removeEventListener("abort", null as never);
  });
});

test("nothing of a delivery stays with a signal that removes listeners", async () => {
  const stop = new AbortController();
  const { router, receiver } = makeBench();
  router.on("task_added", async (_event, { signal }) => {
    signal.addEventListener("abort", () => {}, { signal: stop.signal });
    signal.addEventListener("abort", () => {}, { signal: stop.signal });
    expect(getEventListeners(stop.signal, "abort")).toHaveLength(1);
  });

  expect(answerOf(await receiver.receive(delivery()))).toBe("200 handled");
  expect(getEventListeners(stop.signal, "abort")).toEqual([]);
});

test("a signal still takes handlers off when one of them was taken off before, and when it was added again", async () => {
  const stop = new AbortController();
  const { router, receiver } = makeBench();
  const add = () => router.on("task_added", () => {}, { signal: stop.signal });
  add()();
  const off = add();
  add();
  off();
  stop.abort();

  expect(answerOf(await receiver.receive(delivery()))).toBe("202 ignored");
});
