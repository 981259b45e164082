import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { secret } from "../support/client.js";
import { answerOf, delivery } from "./kit.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Answers a delivery whose handler never ends; it is given the signal. */
async function overrun(
  handler: (signal: AbortSignal) => unknown,
): Promise<{ answer: string; lines: string[] }> {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const router = new EventRouter({
    task_added: async (_event, { signal }) => {
      await handler(signal);
      return new Promise(() => {});
    },
  });
  const receiver = createReceiver({ router, secret, log: { warn: write, error: write } });
  const answered = receiver.receive(delivery());
  await vi.advanceTimersByTimeAsync(8_000);
  return { answer: answerOf(await answered), lines: lines.filter((line) => /listener/.test(line)) };
}

const boom = new Error("boom");
const fail = (): never => {
  throw boom;
};

test.each<[string, (signal: AbortSignal) => unknown]>([
  [
    "throws",
    (signal) =>
      signal.addEventListener("abort", () => {
        throw boom;
      }),
  ],
  ["rejects", (signal) => signal.addEventListener("abort", () => Promise.reject(boom))],
  [
    "is an object that throws",
    (signal) =>
      signal.addEventListener("abort", {
        handleEvent: () => {
          throw boom;
        },
      }),
  ],
  ["is set as onabort and throws", (signal) => Object.assign(signal, { onabort: fail })],
])("a listener of the signal that %s is one line in the log", async (_title, listen) => {
  const { answer, lines } = await overrun(listen);

  expect(answer).toBe("503 deadline_exceeded");
  expect(lines).toEqual([expect.stringContaining("A listener of a signal failed: Error: boom")]);
});

test("the signal is a real one: listeners, once, removal, options and derived signals work", async () => {
  const steps: string[] = [];
  const { answer, lines } = await overrun((signal) => {
    expect(signal).toBeInstanceOf(AbortSignal);
    const removed = () => void steps.push("removed");
    const twice = (event: Event) => void steps.push(`${event.type} ${event.target === signal}`);
    const stop = new AbortController();
    signal.addEventListener("abort", twice);
    signal.addEventListener("abort", twice, { once: true });
    signal.addEventListener("abort", removed);
    signal.removeEventListener("abort", removed);
    signal.addEventListener("abort", removed, { signal: stop.signal });
    stop.abort();
    signal.onabort = removed;
    signal.onabort = () => void steps.push("onabort");
    AbortSignal.any([signal]).addEventListener("abort", () => void steps.push("derived"));
  });

  expect(answer).toBe("503 deadline_exceeded");
  expect(steps.toSorted()).toEqual(["abort true", "derived", "onabort"]);
  expect(lines).toEqual([]);
});

test("fetch takes the signal, and is stopped by it", async () => {
  const outcome: unknown[] = [];
  const { createServer } = await import("node:http");
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const arrived = new Promise((resolve) => server.once("request", resolve));
  await overrun(async (signal) => {
    void fetch(`http://127.0.0.1:${port}`, { signal }).catch((error) => outcome.push(error));
  });
  void arrived;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));

  expect(outcome).toEqual([expect.objectContaining({ code: "deadline_exceeded" })]);
});

test("many listeners make no warning of a leak", async () => {
  const warnings: string[] = [];
  const warn = (warning: Error) => void warnings.push(warning.name);
  process.on("warning", warn);
  try {
    const { answer } = await overrun((signal) => {
      for (let count = 0; count < 15; count++) signal.addEventListener("abort", () => {});
    });
    expect(answer).toBe("503 deadline_exceeded");
    const { signal } = new AbortController();
    const router = new EventRouter();
    const receiver = createReceiver({ router, secret });
    for (let count = 0; count < 86; count++) router.on("task_added", () => {}, { signal });
    for (let count = 0; count < 20; count++) receiver.addEventListener("failed", () => {}, { signal });
    for (let count = 0; count < 20; count++) receiver.addEventListener("failed", () => {});
    await new Promise(setImmediate);
    await new Promise(setImmediate);
  } finally {
    process.off("warning", warn);
  }
  expect(warnings).toEqual([]);
});

test("a host whose waitUntil rejects changes nothing", async () => {
  const router = new EventRouter({ task_added: () => {} });
  const receiver = createReceiver({ router, secret, acknowledge: "before", log: null });
  const waitUntil = (() => Promise.reject(boom)) as never;

  expect(answerOf(await receiver.receive(delivery({ waitUntil })))).toBe("202 accepted");
  const idle = receiver.idle();
  await vi.advanceTimersByTimeAsync(1);
  await idle;
});

test("the deadline counts the time that a handler kept the processor", async () => {
  const router = new EventRouter({
    task_added: async () => {
      // As a handler that computes for 900 ms: the clock advances, and no timer can fire.
      const busyUntil = performance.now() + 900;
      vi.spyOn(performance, "now").mockImplementation(() => busyUntil);
      await new Promise((resolve) => setTimeout(resolve, 900));
    },
  });
  const receiver = createReceiver({ router, secret, deadlineMs: 1_000, log: null });
  const answered = receiver.receive(delivery());
  await vi.advanceTimersByTimeAsync(100);

  expect(answerOf(await answered)).toBe("503 deadline_exceeded");
  vi.restoreAllMocks();
  await vi.advanceTimersByTimeAsync(900);
  await receiver.idle();
});
