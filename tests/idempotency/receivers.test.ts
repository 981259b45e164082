import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { brief, makeBench, makeGate, only, taskAdded } from "./kit.js";
import { type StoreKind, type Subject, usualKinds } from "./stores.js";

/** In memory each receiver has keys of its own: see memory.test.ts. */
const sharedKinds = usualKinds.filter(({ name }) => name !== "memory");

for (const { name, skipped, open } of sharedKinds) {
  describe.skipIf(skipped)(`receivers that share a store: ${name}`, () => share(open));
}

function share(open: StoreKind["open"]): void {
  let subject: Subject;

  // A server takes its time to start on a busy machine.
  beforeAll(async () => {
    subject = await open();
  }, 60_000);

  afterAll(() => subject.close());

  test("handle an event once", async () => {
    const [left, right] = [makeBench(subject.store), makeBench(subject.store)];
    const { handler, called, end, calls } = makeGate();
    left.router.on("task_added", handler);
    right.router.on("task_added", handler);
    const first = left.deliver(taskAdded("shared"));
    await called;

    expect(await right.deliver(taskAdded("shared"))).toBe("503 delivery_in_flight");
    end();
    expect(await first).toBe("200 handled");
    expect(await right.deliver(taskAdded("shared"))).toBe("200 duplicate");
    expect(calls()).toBe(1);
  });

  test("let a handler run twice whose lease is over and was taken, announce it, and end only what is their own", async () => {
    const [left, right] = [makeBench(subject.store), makeBench(subject.store)];
    const [slow, next] = [makeGate(), makeGate()];
    left.router.on("task_added", slow.handler);
    right.router.on("task_added", next.handler);
    const first = left.deliver(taskAdded("lease"));
    await slow.called;
    await subject.advance(60_000);
    const second = right.deliver(taskAdded("lease"));
    await next.called;
    slow.end();

    expect(await first).toBe("200 handled");
    expect(await right.deliver(taskAdded("lease"))).toBe("503 delivery_in_flight");
    next.end();
    expect(await second).toBe("200 handled");
    expect(await left.deliver(taskAdded("lease"))).toBe("200 duplicate");
    expect(brief(left.told)).toEqual(["failed store_unavailable", "handled", "duplicate done"]);
    expect(String(only(left.told, "failed").error.cause)).toMatch(/another delivery took the event/);
    expect(brief(right.told)).toEqual(["duplicate in_flight", "handled"]);
  });

  test("have a handler that outlasts its lease mark the event as done, if nobody took it", async () => {
    const { router, told, deliver } = makeBench(subject.store);
    const { handler, called, end, calls } = makeGate();
    router.on("task_added", handler);
    const first = deliver(taskAdded("outlasts"));
    await called;
    await subject.advance(120_000);
    end();

    expect(await first).toBe("200 handled");
    expect(await deliver(taskAdded("outlasts"))).toBe("200 duplicate");
    expect(calls()).toBe(1);
    expect(brief(told)).toEqual(["handled", "duplicate done"]);
  });

  test("handle one of many deliveries of one event at once", async () => {
    const { router, told, deliver } = makeBench(subject.store);
    let calls = 0;
    router.on("task_added", async () => void calls++);
    const answers = await Promise.all(Array.from({ length: 50 }, () => deliver(taskAdded("many"))));

    expect(calls).toBe(1);
    expect(answers.filter((answer) => answer === "200 handled")).toHaveLength(1);
    expect(told.filter(({ name }) => name === "duplicate")).toHaveLength(49);
  });
}
