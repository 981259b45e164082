import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { secret } from "../support/client.js";
import { answerOf, brief, delivery, makeBench } from "./kit.js";
import { overrun } from "./overrun.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("the late promise", () => {
  test("is handed to waitUntil, and is fulfilled when the announcement is out", async () => {
    const waiting: Promise<unknown>[] = [];
    const { told, gate } = await overrun({ waitUntil: (promise) => void waiting.push(promise) });
    expect(waiting).toHaveLength(1);

    gate.reject(new Error("x"));
    await waiting[0];
    expect(brief(told)).toEqual(["failed deadline_exceeded", "failed handler_failed late"]);
  });

  test("is not handed over when everything is done in time", async () => {
    const waitUntil = vi.fn();
    const { router, receiver } = makeBench();
    router.on("task_added", async () => {});
    await receiver.receive(delivery({ waitUntil }));
    await receiver.receive(delivery({ waitUntil, body: "" }));

    expect(waitUntil).not.toHaveBeenCalled();
  });

  test("that waitUntil does not take is one line in the log", async () => {
    const lines: unknown[] = [];
    const log = { warn() {}, error: (line: string) => void lines.push(line) };
    const router = new EventRouter({ task_added: () => {} });
    const receiver = createReceiver({ router, secret, log, acknowledge: "before" });
    const waitUntil = (): never => {
      throw new Error("the response is out");
    };
    await receiver.receive(delivery({ waitUntil }));
    const idle = receiver.idle();
    await vi.advanceTimersByTimeAsync(1);
    await idle;

    expect(lines).toEqual([
      expect.stringContaining("waitUntil of the host failed: Error: the response is out"),
    ]);
  });

  test("is kept although waitUntil throws", async () => {
    const { receiver, reply, told, gate } = await overrun({
      waitUntil() {
        throw new Error("the response is out");
      },
    });
    gate.resolve();
    await receiver.idle();

    expect(answerOf(reply)).toBe("503 deadline_exceeded");
    expect(brief(told)).toEqual(["failed deadline_exceeded", "handled late"]);
  });
});
