import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { assetRemoved, brief, makeBench, makeGate, only, taskAdded } from "./kit.js";
import { type StoreKind, type Subject, usualKinds } from "./stores.js";

for (const { name, skipped, open } of usualKinds) {
  describe.skipIf(skipped)(`a receiver with a store: ${name}`, () => handlesOnce(open));
}

function handlesOnce(open: StoreKind["open"]): void {
  let subject: Subject;

  // A server takes its time to start on a busy machine.
  beforeAll(async () => {
    subject = await open();
  }, 60_000);

  afterAll(() => subject.close());

  test("handles an event, and acknowledges each redelivery of it without handling it again", async () => {
    const { router, told, deliver } = makeBench(subject.store, {
      secret: ["other", "a-secret-of-our-own-0123456789"],
    });
    const events: unknown[] = [];
    router.on("task_added", async (event) => void events.push(event));

    expect(await deliver(taskAdded("1"))).toBe("200 handled");
    expect(await deliver(taskAdded("1"))).toBe("200 duplicate");
    expect(await deliver(taskAdded("1"))).toBe("200 duplicate");
    expect(await deliver(taskAdded("2"))).toBe("200 handled");
    expect(events).toHaveLength(2);
    expect(brief(told)).toEqual(["handled", "duplicate done", "duplicate done", "handled"]);
    expect(told[1]?.detail).toMatchObject({
      event: { event_name: "task_added", data: { task: { id: "1" } } },
      organizationId: "org-7d1f",
      secretIndex: 1,
      receivedAt: expect.any(Date),
      durationMs: expect.any(Number),
    });
  });

  test("forgets what was handled after its time", async () => {
    const { router, deliver } = makeBench(subject.store, {}, { ttlMs: 30_000 });
    router.on("task_added", () => {});
    await deliver(taskAdded("ttl"));
    await subject.advance(29_000);
    expect(await deliver(taskAdded("ttl"))).toBe("200 duplicate");
    await subject.advance(1_000);
    expect(await deliver(taskAdded("ttl"))).toBe("200 handled");
  });

  test("remembers for four days, when it is not told for how long", async () => {
    const { router, deliver } = makeBench(subject.store);
    router.on("task_added", () => {});
    await deliver(taskAdded("days"));
    await subject.advance(4 * 86_400_000 - 10_000);
    expect(await deliver(taskAdded("days"))).toBe("200 duplicate");
    await subject.advance(10_000);
    expect(await deliver(taskAdded("days"))).toBe("200 handled");
  });

  test("refuses an event that is being handled, since that may still fail", async () => {
    const { router, receiver, told, deliver } = makeBench(subject.store);
    const { handler, called, end, calls } = makeGate();
    router.on("task_added", handler);
    const first = deliver(taskAdded("flight"));
    await called;

    expect(await deliver(taskAdded("flight"))).toBe("503 delivery_in_flight");
    expect(only(told, "duplicate")).toMatchObject({
      state: "in_flight",
      event: { event_name: "task_added" },
    });
    end();
    expect(await first).toBe("200 handled");
    expect(await deliver(taskAdded("flight"))).toBe("200 duplicate");
    await receiver.idle();
    expect(calls()).toBe(1);
    expect(brief(told)).toEqual(["duplicate in_flight", "handled", "duplicate done"]);
  });

  test.each([
    {
      title: "throws",
      fail: () => {
        throw new Error("x");
      },
    },
    { title: "rejects", fail: () => Promise.reject(new Error("x")) },
    { title: "throws nothing", fail: () => Promise.reject(undefined) },
  ])("handles an event again when a handler $title", async ({ title, fail }) => {
    const { router, told, deliver } = makeBench(subject.store);
    const off = router.on("task_added", fail);
    let calls = 0;
    router.on("task_added", () => void calls++);

    expect(await deliver(taskAdded(title))).toBe("500 handler_failed");
    off();
    expect(await deliver(taskAdded(title))).toBe("200 handled");
    expect(await deliver(taskAdded(title))).toBe("200 duplicate");
    expect(calls).toBe(2);
    expect(brief(told)).toEqual(["failed handler_failed", "handled", "duplicate done"]);
  });

  test("handles an event without a key as often as it comes", async () => {
    const { router, told, deliver } = makeBench(subject.store);
    router.on("asset_removed", () => {});

    expect(await deliver(assetRemoved)).toBe("200 handled");
    expect(await deliver(assetRemoved)).toBe("200 handled");
    expect(brief(told)).toEqual(["handled", "handled"]);
  });

  test("ignores an unknown event as often as it comes", async () => {
    const { router, told, deliver } = makeBench(subject.store);
    const unknown = JSON.stringify({ event_name: "task_created", data: { task: { id: "31" } } });
    let calls = 0;
    router.onUnknown(() => void calls++);

    expect(await deliver(unknown)).toBe("202 ignored");
    expect(await deliver(unknown)).toBe("202 ignored");
    expect(calls).toBe(2);
    expect(brief(told)).toEqual(["ignored unknown_event", "ignored unknown_event"]);
  });

  test("does not take an event for done that no handler took: there may be one later", async () => {
    const { router, told, deliver } = makeBench(subject.store);

    expect(await deliver(taskAdded("nobody"))).toBe("202 ignored");
    expect(await deliver(taskAdded("nobody"))).toBe("202 ignored");
    router.on("task_added", () => {});
    expect(await deliver(taskAdded("nobody"))).toBe("200 handled");
    expect(await deliver(taskAdded("nobody"))).toBe("200 duplicate");
    expect(brief(told)).toEqual(["ignored no_handler", "ignored no_handler", "handled", "duplicate done"]);
  });

  test("goes by a key of your own, for known and unknown events", async () => {
    const keys: unknown[] = [];
    const key = (event: { event_name: string }): string | undefined => {
      keys.push(event.event_name);
      return event.event_name === "task_added" ? undefined : `own:${event.event_name}`;
    };
    const { router, deliver } = makeBench(subject.store, {}, { key });
    const unknown = JSON.stringify({ event_name: "task_created", data: {} });
    router.onAny(() => {});

    expect(await deliver(assetRemoved)).toBe("200 handled");
    expect(await deliver(assetRemoved)).toBe("200 duplicate");
    expect(await deliver(unknown)).toBe("202 ignored");
    expect(await deliver(unknown)).toBe("200 duplicate");
    expect(await deliver(taskAdded("own"))).toBe("200 handled");
    expect(await deliver(taskAdded("own"))).toBe("200 handled");
    expect(keys).toEqual([
      "asset_removed",
      "asset_removed",
      "task_created",
      "task_created",
      "task_added",
      "task_added",
    ]);
  });

  test("asks the store of nothing that is refused", async () => {
    const { told, deliver } = makeBench(subject.store, { onMismatch: "reject" });
    const mismatched = JSON.stringify({ event_name: "task_added", data: { task: { id: 31 } } });

    expect(await deliver(taskAdded("refused"), { headers: { "callback-secret": "x" } })).toBe(
      "401 secret_mismatch",
    );
    expect(await deliver("{")).toBe("400 malformed_json");
    expect(await deliver(mismatched)).toBe("422 payload_mismatch");
    expect(await deliver(taskAdded("refused"))).toBe("202 ignored");
    expect(told).toHaveLength(4);
  });
}
