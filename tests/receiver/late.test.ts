import { createReceiver, EventRouter, type HandlerContext, ReceiverError } from "optimizely-cmp-webhooks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { secret } from "../support/client.js";
import { answerOf, brief, defer, delivery, makeBench, only } from "./kit.js";
import { overrun } from "./overrun.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("a handler that overruns", () => {
  test("is told to stop, and CMP gets 503", async () => {
    const { reply, told, contexts } = await overrun();
    const { error, errors, event, late, secretIndex } = only(told, "failed");

    expect(answerOf(reply)).toBe("503 deadline_exceeded");
    expect({ errors, late, secretIndex }).toEqual({ errors: [], late: false, secretIndex: 1 });
    expect(event?.event_name).toBe("task_added");
    expect(contexts[0]?.signal.aborted).toBe(true);
    expect(contexts[0]?.signal.reason).toBe(error);
    expect(error).toBeInstanceOf(ReceiverError);
  });

  test("sees its signal aborted while it runs, and not before time is up", async () => {
    const { router, receiver } = makeBench();
    const aborted: unknown[] = [];
    let isOver = false;
    router.on("task_added", async (_event, { signal }) => {
      expect(signal.aborted).toBe(false);
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      aborted.push(signal.reason);
      expect(isOver).toBe(true);
    });
    const answered = receiver.receive(delivery());
    await vi.advanceTimersByTimeAsync(7_999);
    isOver = true;
    await vi.advanceTimersByTimeAsync(1);

    expect(answerOf(await answered)).toBe("503 deadline_exceeded");
    await receiver.idle();
    expect(aborted).toEqual([expect.objectContaining({ code: "deadline_exceeded" })]);
  });

  test("may stop by throwing the reason", async () => {
    const { router, receiver, told } = makeBench();
    router.on("task_added", async (_event, { signal }) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      signal.throwIfAborted();
    });
    const answered = receiver.receive(delivery());
    await vi.advanceTimersByTimeAsync(8_000);
    await answered;
    await receiver.idle();

    expect(brief(told)).toEqual(["failed deadline_exceeded", "failed handler_failed late"]);
  });

  test("and ends well later is announced as handled, late", async () => {
    const { receiver, told, gate } = await overrun();
    gate.resolve();
    await receiver.idle();

    expect(brief(told)).toEqual(["failed deadline_exceeded", "handled late"]);
    expect(only(told, "handled")).toMatchObject({
      handlers: 2,
      late: true,
      secretIndex: 1,
      organizationId: "org-7d1f",
    });
  });

  test.each([new Error("x"), "x", undefined, Object.create(null)])(
    "and fails later is announced as failed, late",
    async (reason) => {
      const { receiver, told, gate } = await overrun();
      gate.reject(reason);
      await receiver.idle();
      const last = told.at(-1);

      expect(brief(told)).toEqual(["failed deadline_exceeded", "failed handler_failed late"]);
      expect(last?.detail).toMatchObject({ late: true, event: { event_name: "task_added" } });
      expect(last && "errors" in last.detail && Object.is(last.detail.errors[0], reason)).toBe(true);
    },
  );

  test("and fails later while nobody listens is printed twice, and is no unhandled rejection", async () => {
    const print = vi.spyOn(console, "error").mockReturnValue();
    const router = new EventRouter();
    const receiver = createReceiver({ router, secret });
    const gate = defer();
    router.on("task_added", () => gate.promise);
    const answered = receiver.receive(delivery());
    await vi.advanceTimersByTimeAsync(8_000);
    await answered;
    gate.reject("too late");
    await receiver.idle();

    expect(print.mock.calls.map(([line]) => String(line))).toEqual([
      expect.stringContaining("deadline_exceeded"),
      expect.stringMatching(/handler_failed \(late\).*too late/),
    ]);
  });

  test("and looks at the signal only afterwards sees it aborted", async () => {
    const { contexts, told } = await overrun();
    const { signal } = contexts[0] ?? {};

    expect(signal?.aborted).toBe(true);
    expect(contexts[0]?.signal).toBe(signal);
    expect(signal?.reason).toBe(only(told, "failed").error);
  });
});

test("a late handler of an unknown event is announced as late as well", async () => {
  const { router, receiver, told } = makeBench();
  const gate = defer();
  router.onUnknown(() => gate.promise);
  const answered = receiver.receive(delivery({ body: '{"event_name":"brand_new","data":{}}' }));
  await vi.advanceTimersByTimeAsync(8_000);
  await answered;
  gate.resolve();
  await receiver.idle();

  expect(brief(told)).toEqual(["failed deadline_exceeded", "handled late"]);
});

test("a handler that ends in time is told nothing, also after time is up", async () => {
  const { router, receiver } = makeBench();
  const contexts: HandlerContext[] = [];
  router.on("task_added", async (_event, context) => {
    contexts.push(context);
    expect(context.signal.aborted).toBe(false);
  });
  await receiver.receive(delivery());
  await vi.advanceTimersByTimeAsync(60_000);

  expect(contexts[0]?.signal.aborted).toBe(false);
});
