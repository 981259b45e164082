import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeBench, makeGate, taskAdded } from "./kit.js";
import { type StoreKind, type Subject, usualKinds } from "./stores.js";

for (const { name, skipped, open } of usualKinds) {
  describe.skipIf(skipped)(`receivers that share a store: ${name}`, () => share(open));
}

function share(open: StoreKind["open"]): void {
  let subject: Subject;

  beforeAll(async () => {
    subject = await open();
  });

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

  test("let a handler that outlasts its lease run twice, and end only what is its own", async () => {
    const [left, right] = [makeBench(subject.store, {}, { leaseMs: 5_000 }), makeBench(subject.store)];
    const [slow, next] = [makeGate(), makeGate()];
    left.router.on("task_added", slow.handler);
    right.router.on("task_added", next.handler);
    const first = left.deliver(taskAdded("lease"));
    await slow.called;
    await subject.advance(5_000);
    const second = right.deliver(taskAdded("lease"));
    await next.called;
    slow.end();

    expect(await first).toBe("200 handled");
    expect(await right.deliver(taskAdded("lease"))).toBe("503 delivery_in_flight");
    next.end();
    expect(await second).toBe("200 handled");
    expect(await left.deliver(taskAdded("lease"))).toBe("200 duplicate");
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
