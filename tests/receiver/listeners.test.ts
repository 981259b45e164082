import { getEventListeners } from "node:events";
import {
  createReceiver,
  EventRouter,
  type Listener,
  type ListenerOptions,
  type Receiver,
} from "optimizely-cmp-webhooks";
import { describe, expect, expectTypeOf, test } from "vitest";
import { secret } from "../support/client.js";
import { defer, delivery } from "./kit.js";

function make(): Receiver {
  const router = new EventRouter();
  router.on("task_added", () => {});
  return createReceiver({ router, secret });
}

/** A receiver, and the number of times that its listener to `handled` was called. */
function makeListening(options?: ListenerOptions) {
  const receiver = make();
  const count = { calls: 0 };
  const listener: Listener<"handled"> = () => void count.calls++;
  receiver.addEventListener("handled", listener, options);
  return { receiver, count, listener, deliver: () => receiver.receive(delivery()) };
}

test("a listener is called for its announcement, and for no other", async () => {
  const { receiver, count, deliver } = makeListening();
  await deliver();
  await receiver.receive(delivery({ body: "" }));
  await deliver();

  expect(count.calls).toBe(2);
});

test("a listener is told the type and the facts", async () => {
  const receiver = make();
  const seen = defer<readonly unknown[]>();
  receiver.addEventListener("rejected", (announcement) => {
    expectTypeOf(announcement.detail.error.code).toBeString();
    seen.resolve([announcement.type, announcement.detail.error.code]);
  });
  await receiver.receive(delivery({ method: "GET" }));

  await expect(seen.promise).resolves.toEqual(["rejected", "method_not_allowed"]);
});

test("a listener that is added twice is called once, and removed at once", async () => {
  const { receiver, count, listener, deliver } = makeListening();
  receiver.addEventListener("handled", listener);
  await deliver();
  expect(count.calls).toBe(1);

  receiver.removeEventListener("handled", listener);
  await deliver();
  expect(count.calls).toBe(1);
});

test("a listener may be added again after it was removed", async () => {
  const { receiver, count, listener, deliver } = makeListening();
  receiver.removeEventListener("handled", listener);
  receiver.removeEventListener("handled", listener);
  receiver.addEventListener("handled", listener);
  await deliver();

  expect(count.calls).toBe(1);
});

test("a listener that was never added may be removed", () => {
  expect(() => make().removeEventListener("failed", () => {})).not.toThrow();
});

test("one function may listen to several announcements, and be removed from one", async () => {
  const receiver = make();
  const types: string[] = [];
  const listener = ({ type }: { readonly type: string }) => void types.push(type);
  receiver.addEventListener("handled", listener);
  receiver.addEventListener("rejected", listener);
  receiver.removeEventListener("rejected", listener);
  await receiver.receive(delivery());
  await receiver.receive(delivery({ body: "" }));

  expect(types).toEqual(["handled"]);
});

describe("once", () => {
  test("calls a listener one time", async () => {
    const { count, deliver } = makeListening({ once: true });
    await Promise.all([deliver(), deliver()]);
    await deliver();

    expect(count.calls).toBe(1);
  });

  test("lets a listener be added again", async () => {
    const { receiver, count, listener, deliver } = makeListening({ once: true });
    await deliver();
    receiver.addEventListener("handled", listener, { once: true });
    await deliver();
    await deliver();

    expect(count.calls).toBe(2);
  });
});

describe("a signal", () => {
  test("that is aborted already keeps a listener from being added", async () => {
    const signal = AbortSignal.abort();
    const { count, deliver } = makeListening({ signal });
    await deliver();

    expect(count.calls).toBe(0);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("takes a listener off when it is aborted", async () => {
    const controller = new AbortController();
    const { count, deliver } = makeListening({ signal: controller.signal });
    await deliver();
    controller.abort();
    await deliver();

    expect(count.calls).toBe(1);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });

  test("is released when the listener is removed", () => {
    const { signal } = new AbortController();
    const { receiver, listener } = makeListening({ signal });
    receiver.removeEventListener("handled", listener);

    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("is released when the listener was called once", async () => {
    const { signal } = new AbortController();
    const { deliver } = makeListening({ signal, once: true });
    await deliver();

    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("does not take off what was added again without it", async () => {
    const controller = new AbortController();
    const { receiver, count, listener, deliver } = makeListening({ signal: controller.signal });
    receiver.removeEventListener("handled", listener);
    receiver.addEventListener("handled", listener);
    controller.abort();
    await deliver();

    expect(count.calls).toBe(1);
  });
});

test("of two listeners the one is removed that was named, and none for one that was never added", async () => {
  const receiver = make();
  const calls: string[] = [];
  const first = () => void calls.push("first");
  const second = () => void calls.push("second");
  receiver.addEventListener("handled", first);
  receiver.addEventListener("handled", second);
  receiver.removeEventListener("handled", () => {});
  await receiver.receive(delivery());
  expect(calls).toEqual(["first", "second"]);

  receiver.removeEventListener("handled", second);
  await receiver.receive(delivery());
  expect(calls).toEqual(["first", "second", "first"]);
});

test("announcements by themselves write nothing to the log", async () => {
  const lines: string[] = [];
  const write = (text: string) => void lines.push(text);
  const router = new EventRouter({ task_added: () => {} });
  const receiver = createReceiver({ router, secret, log: { warn: write, error: write } });
  receiver.addEventListener("handled", () => {}, { once: true });
  await receiver.receive(delivery());
  await receiver.receive(delivery());

  expect(lines).toEqual([]);
});
