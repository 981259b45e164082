import { getEventListeners } from "node:events";
import { EventRouter, type HandlerOptions } from "optimizely-cmp-webhooks";
import { describe, expect, test } from "vitest";
import { fixtures } from "../fixtures/events.js";

const event = fixtures.task_added;
const unknownEvent = { event_name: "brand_new", data: {} };

type Register = (router: EventRouter, handler: () => void, options?: HandlerOptions) => () => void;

/** Every way of registering, with an event that it is for. */
const ways: readonly { way: string; register: Register; fitting: typeof event | typeof unknownEvent }[] = [
  { way: "on", register: (router, ...rest) => router.on("task_added", ...rest), fitting: event },
  {
    way: "on a list",
    register: (router, ...rest) => router.on(["task_removed", "task_added"], ...rest),
    fitting: event,
  },
  { way: "onUnknown", register: (router, ...rest) => router.onUnknown(...rest), fitting: unknownEvent },
  { way: "onAny", register: (router, ...rest) => router.onAny(...rest), fitting: event },
];

describe.each(ways)("a handler that was registered by $way", ({ register, fitting }) => {
  const setUp = (options?: HandlerOptions) => {
    const router = new EventRouter();
    const count = { a: 0, b: 0 };
    const off = register(router, () => void count.a++, options);
    register(router, () => void count.b++);
    return { router, count, off, dispatch: () => router.dispatch(fitting) };
  };

  test("is taken off by the function that came back, and the other stays", async () => {
    const { count, off, dispatch } = setUp();
    off();
    await dispatch();

    expect(count).toEqual({ a: 0, b: 1 });
  });

  test("is taken off once, however often that is asked for", async () => {
    const { router, count, off, dispatch } = setUp();
    off();
    register(router, () => void count.a++);
    off();
    off();
    await dispatch();

    expect(count).toEqual({ a: 1, b: 1 });
  });

  test("is never registered when its signal is aborted already", async () => {
    const signal = AbortSignal.abort();
    const { count, off, dispatch } = setUp({ signal });
    await dispatch();
    off();
    await dispatch();

    expect(count).toEqual({ a: 0, b: 2 });
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("is taken off when its signal is aborted", async () => {
    const controller = new AbortController();
    const { count, off, dispatch } = setUp({ signal: controller.signal });
    await dispatch();
    controller.abort();
    await dispatch();
    off();

    expect(count).toEqual({ a: 1, b: 2 });
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });

  test("releases its signal when it is taken off", () => {
    const { signal } = new AbortController();
    const { off } = setUp({ signal });
    expect(getEventListeners(signal, "abort")).toHaveLength(1);

    off();
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("that takes itself off runs once, and disturbs nobody", async () => {
    const router = new EventRouter();
    const ran: string[] = [];
    register(router, () => void ran.push("before"));
    const off = register(router, () => {
      ran.push("self");
      off();
    });
    register(router, () => void ran.push("after"));

    await router.dispatch(fitting);
    expect(ran).toEqual(["before", "self", "after"]);

    await router.dispatch(fitting);
    expect(ran.slice(3)).toEqual(["before", "after"]);
  });

  test("still runs in the dispatch during which it is taken off, and no more after that", async () => {
    const router = new EventRouter();
    const ran: string[] = [];
    const controller = new AbortController();
    register(router, () => controller.abort());
    register(router, () => void ran.push("late"), { signal: controller.signal });

    await router.dispatch(fitting);
    expect(ran).toEqual(["late"]);

    await router.dispatch(fitting);
    expect(ran).toEqual(["late"]);
  });

  test("that is added during a dispatch runs from the next one on", async () => {
    const router = new EventRouter();
    const ran: string[] = [];
    const off = register(router, () => {
      off();
      register(router, () => void ran.push("added"));
    });

    await router.dispatch(fitting);
    expect(ran).toEqual([]);

    await router.dispatch(fitting);
    expect(ran).toEqual(["added"]);
  });
});

test("a handler of a name may add one of onAny, which waits for the next dispatch and is not counted", () => {
  const router = new EventRouter();
  let ran = 0;
  router.onAny(() => {});
  router.on("task_added", () => void router.onAny(() => void ran++));
  const { signal } = new AbortController();
  const context = { signal, organizationId: undefined, receivedAt: new Date(), header: () => undefined };

  expect(router.start(event, context)).toBe(2);
  expect(ran).toBe(0);
  expect(router.start(event, context)).toBe(3);
  expect(ran).toBe(1);
});

test("a handler that adds its like during a dispatch is counted alone", () => {
  const router = new EventRouter();
  router.on("task_added", () => void router.on("task_added", () => {}));
  const { signal } = new AbortController();
  const context = { signal, organizationId: undefined, receivedAt: new Date(), header: () => undefined };

  expect(router.start(event, context)).toBe(1);
});

test("a signal serves many handlers, and releases all", async () => {
  const router = new EventRouter();
  const controller = new AbortController();
  let ran = 0;
  for (let index = 0; index < 8; index++) {
    router.on("task_added", () => void ran++, { signal: controller.signal });
  }
  controller.abort();
  await router.dispatch(event);

  expect(ran).toBe(0);
  expect(getEventListeners(controller.signal, "abort")).toEqual([]);
});
