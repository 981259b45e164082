import { Readable } from "node:stream";
import { ReceiverError, type SecretProvider } from "optimizely-cmp-webhooks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { secret } from "../support/client.js";
import { taskAdded } from "../support/recorder.js";
import { answerOf, brief, defer, delivery, makeBench, makeHandlingBench, only } from "./kit.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  // The clock of a process that has been up for long.
  vi.advanceTimersByTime(100_000_000);
});

afterEach(() => {
  vi.useRealTimers();
});

const never = new Promise<never>(() => {});

async function* stalling() {
  yield taskAdded;
  await never;
}

const stalled: readonly [string, () => unknown][] = [
  ["a Node stream that never begins", () => new Readable({ read() {} })],
  [
    "a Node stream that never ends",
    () => {
      const stream = new Readable({ read() {} });
      stream.push(taskAdded);
      return stream;
    },
  ],
  ["a web stream that never begins", () => new ReadableStream()],
  [
    "a web stream that never ends",
    () => new ReadableStream({ start: (controller) => controller.enqueue(Buffer.from(taskAdded)) }),
  ],
  ["a generator that stalls", stalling],
];

describe.each(stalled)("%s", (_title, make) => {
  test("is refused with 408 when time is up, and not before", async () => {
    const { receiver, events, told } = makeHandlingBench();
    const answered = receiver.receive(delivery({ body: make() }));
    await vi.advanceTimersByTimeAsync(7_999);
    expect(told).toEqual([]);
    expect(vi.getTimerCount()).toBe(1);

    await vi.advanceTimersByTimeAsync(1);
    expect(answerOf(await answered)).toBe("408 body_timeout");
    expect(brief(told)).toEqual(["rejected body_timeout"]);
    expect(events).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
    await receiver.idle();
  });
});

test.each([
  ["ends", (stream: Readable) => void stream.push(null)],
  ["fails", (stream: Readable) => void stream.destroy(new Error("reset"))],
])("a stream that %s after its 408 disturbs nobody", async (_title, end) => {
  const { receiver, told } = makeHandlingBench();
  const body = new Readable({ read() {} });
  const answered = receiver.receive(delivery({ body }));
  await vi.advanceTimersByTimeAsync(8_000);
  await answered;
  end(body);
  body.resume();
  await vi.advanceTimersByTimeAsync(60_000);

  expect(brief(told)).toEqual(["rejected body_timeout"]);
});

test("a web stream that fails after its 408 disturbs nobody", async () => {
  const { receiver, told } = makeHandlingBench();
  const gate = defer();
  const answered = receiver.receive(delivery({ body: new ReadableStream({ pull: () => gate.promise }) }));
  await vi.advanceTimersByTimeAsync(8_000);
  await answered;
  gate.reject(new Error("reset"));
  await vi.advanceTimersByTimeAsync(60_000);

  expect(brief(told)).toEqual(["rejected body_timeout"]);
});

describe("the deadline spans reading and handling", () => {
  const deliver = (readMs: number, handleMs: number, provideMs = 0) => {
    const provider: SecretProvider = () =>
      new Promise((resolve) => void setTimeout(() => resolve(secret), provideMs));
    const { router, receiver, told } = makeBench({ secret: provideMs > 0 ? provider : secret });
    router.on("task_added", () => new Promise((resolve) => void setTimeout(resolve, handleMs)));
    async function* body() {
      await new Promise((resolve) => void setTimeout(resolve, readMs));
      yield taskAdded;
    }
    return { told, receiver, answered: receiver.receive(delivery({ body: body() })) };
  };

  test.each<[string, number, number, number, string]>([
    ["5 s of reading and 4 s of handling", 5_000, 4_000, 0, "503 deadline_exceeded"],
    ["3 s for the secret, 3 s of reading and 3 s of handling", 3_000, 3_000, 3_000, "503 deadline_exceeded"],
    ["4 s for the secret and 5 s of reading", 5_000, 1_000, 4_000, "408 body_timeout"],
    ["4 s of reading and 3 s of handling", 4_000, 3_000, 0, "200 handled"],
    ["2 s of each", 2_000, 2_000, 2_000, "200 handled"],
  ])("%s", async (_title, readMs, handleMs, provideMs, answer) => {
    const { receiver, told, answered } = deliver(readMs, handleMs, provideMs);
    await vi.advanceTimersByTimeAsync(8_000);
    expect(told, "the answer is out by now").toHaveLength(1);
    expect(answerOf(await answered)).toBe(answer);

    await vi.advanceTimersByTimeAsync(60_000);
    await receiver.idle();
    expect(vi.getTimerCount()).toBe(0);
  });
});

test("a function for the secret that never answers is given up when time is up", async () => {
  const { receiver, events, told } = makeHandlingBench({ secret: () => never });
  const answered = receiver.receive(delivery());
  await vi.advanceTimersByTimeAsync(7_999);
  expect(told).toEqual([]);

  await vi.advanceTimersByTimeAsync(1);
  expect(answerOf(await answered)).toBe("500 secret_unavailable");
  expect(only(told, "failed").error.cause).toBeInstanceOf(ReceiverError);
  expect(events).toEqual([]);
});

test("a function for the secret that answers, or fails, too late changes nothing", async () => {
  for (const settle of ["resolve", "reject"] as const) {
    const late = defer<string>();
    const { receiver, events, told } = makeHandlingBench({ secret: () => late.promise });
    const answered = receiver.receive(delivery());
    await vi.advanceTimersByTimeAsync(8_000);
    await answered;
    late[settle](secret);
    await vi.advanceTimersByTimeAsync(0);

    expect(brief(told)).toEqual(["failed secret_unavailable"]);
    expect(events).toEqual([]);
  }
});

test.each([1, 50, 9_000])("a deadline of %i ms is kept", async (deadlineMs) => {
  const { router, receiver, told } = makeBench({ deadlineMs });
  router.on("task_added", () => never);
  const answered = receiver.receive(delivery());
  await vi.advanceTimersByTimeAsync(deadlineMs - 1);
  expect(told).toEqual([]);

  await vi.advanceTimersByTimeAsync(1);
  expect(answerOf(await answered)).toBe("503 deadline_exceeded");
});

test("a source that was never begun is told to return when time is up", async () => {
  const cancelled: unknown[] = [];
  const { receiver } = makeHandlingBench();
  const body = new ReadableStream({ cancel: (reason) => void cancelled.push(reason) });
  const answered = receiver.receive(delivery({ body }));
  await vi.advanceTimersByTimeAsync(8_000);

  expect(answerOf(await answered)).toBe("408 body_timeout");
  expect(cancelled).toHaveLength(1);
});
