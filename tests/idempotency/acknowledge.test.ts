import { ReceiverError } from "optimizely-cmp-webhooks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { brief, defer, finish, makeBench, only, taskAdded } from "./kit.js";

const early = { acknowledge: "before" } as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('acknowledge: "before"', () => {
  test("answers 202 before the handlers start, and announces them when they have ended", async () => {
    const bench = makeBench(undefined, early);
    const steps: string[] = [];
    bench.router.on("task_added", () => void steps.push("handler"));
    steps.push(await bench.deliver(taskAdded()));

    expect(steps).toEqual(["202 accepted"]);
    expect(brief(bench.told)).toEqual([]);
    await finish(bench);
    expect(steps).toEqual(["202 accepted", "handler"]);
    expect(only(bench.told, "handled")).toMatchObject({ handlers: 1, late: false });
  });

  test.each([
    { parts: { headers: { "callback-secret": undefined } }, answer: "401 secret_missing" },
    { parts: { headers: { "callback-secret": "guess" } }, answer: "401 secret_mismatch" },
    { parts: { method: "GET" }, answer: "405 method_not_allowed" },
    { parts: { body: undefined }, answer: "500 body_consumed" },
    { parts: { body: "{" }, answer: "400 malformed_json" },
    { parts: { body: "[]" }, answer: "400 malformed_envelope" },
    { parts: { headers: { "content-length": "9999999" } }, answer: "413 body_too_large" },
    { parts: { body: '{"event_name":"task_added","data":{}}' }, answer: "422 payload_mismatch" },
  ])("still refuses with $answer", async ({ parts, answer }) => {
    const bench = makeBench(undefined, { ...early, onMismatch: "reject" });
    let calls = 0;
    bench.router.onAny(() => void calls++);

    expect(await bench.deliver(taskAdded(), parts)).toBe(answer);
    await finish(bench);
    expect(calls).toBe(0);
    expect(bench.told).toHaveLength(1);
  });

  test.each([
    {
      title: "throws",
      fail: () => {
        throw new Error("x");
      },
    },
    { title: "rejects", fail: () => Promise.reject(new Error("x")) },
  ])("announces a handler that $title, with the event", async ({ fail }) => {
    const bench = makeBench(undefined, early);
    bench.router.on("task_added", fail);

    expect(await bench.deliver(taskAdded("lost"))).toBe("202 accepted");
    await finish(bench);
    const { error, errors, event } = only(bench.told, "failed");
    expect(error).toBeInstanceOf(ReceiverError);
    expect(error.code).toBe("handler_failed");
    expect(errors).toEqual([new Error("x")]);
    expect(event).toEqual(JSON.parse(taskAdded("lost")));
  });

  test("announces what has no handler, and what is unknown, as ignored", async () => {
    const bench = makeBench(undefined, early);
    expect(await bench.deliver(taskAdded())).toBe("202 accepted");
    expect(await bench.deliver('{"event_name":"task_created","data":{}}')).toBe("202 accepted");
    await finish(bench);

    expect(brief(bench.told)).toEqual(["ignored no_handler", "ignored unknown_event"]);
  });

  test("sets the handlers no deadline", async () => {
    const bench = makeBench(undefined, early);
    const gate = defer();
    const signals: boolean[] = [];
    bench.router.on("task_added", async (_event, { signal }) => {
      await gate.promise;
      signals.push(signal.aborted);
    });
    await bench.deliver(taskAdded());
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(bench.told).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
    gate.resolve();
    await finish(bench);

    expect(signals).toEqual([false]);
    expect(brief(bench.told)).toEqual(["handled"]);
  });

  test("is not idle before the last handler has ended", async () => {
    const bench = makeBench(undefined, early);
    const gate = defer();
    const steps: string[] = [];
    bench.router.on("task_added", async () => {
      await gate.promise;
      steps.push("handler");
    });
    await bench.deliver(taskAdded());
    const idle = bench.receiver.idle().then(() => steps.push("idle"));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(steps).toEqual([]);
    gate.resolve();
    await idle;

    expect(steps).toEqual(["handler", "idle"]);
  });

  test("gives the host the work to wait for, which never rejects", async () => {
    const bench = makeBench(undefined, early);
    const given: Promise<unknown>[] = [];
    bench.router.on("task_added", () => Promise.reject(new Error("x")));
    await bench.deliver(taskAdded(), { waitUntil: (work) => void given.push(work) });
    expect(given).toHaveLength(1);
    expect(bench.told).toEqual([]);
    await vi.advanceTimersByTimeAsync(0);
    await expect(given[0]).resolves.toBeUndefined();

    expect(brief(bench.told)).toEqual(["failed handler_failed"]);
  });

  test("goes on when the host's waitUntil throws", async () => {
    const bench = makeBench(undefined, early);
    bench.router.on("task_added", () => {});
    const waitUntil = (): never => {
      throw new Error("x");
    };

    expect(await bench.deliver(taskAdded(), { waitUntil })).toBe("202 accepted");
    await finish(bench);
    expect(brief(bench.told)).toEqual(["handled"]);
  });
});
