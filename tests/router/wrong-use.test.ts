import {
  deliveryKey,
  EventRouter,
  type HandlerOptions,
  isKnownEvent,
  ReceiverError,
} from "optimizely-cmp-webhooks";
import { describe, expect, test } from "vitest";
import { fixtures } from "../fixtures/events.js";

/** Every way of registering, with its name in messages. */
const ways: readonly (readonly [string, (router: EventRouter, options: HandlerOptions) => unknown])[] = [
  ["on", (router, options) => router.on("task_added", () => expect.unreachable(), options)],
  ["onUnknown", (router, options) => router.onUnknown(() => expect.unreachable(), options)],
  ["onAny", (router, options) => router.onAny(() => expect.unreachable(), options)],
];

const wrong: readonly (readonly [unknown, string])[] = [
  [{ once: true }, 'options of a handler must be of signal, received "once"'],
  [{ singal: new AbortController().signal }, 'options of a handler must be of signal, received "singal"'],
  [null, "options of a handler must be an object, received null"],
  [true, "options of a handler must be an object, received true"],
  [{ signal: new AbortController() }, "signal must be an AbortSignal, received an object"],
  [{ signal: null }, "signal must be an AbortSignal, received null"],
  [{ signal: "abort" }, 'signal must be an AbortSignal, received "abort"'],
  [{ signal: new EventTarget() }, "signal must be an AbortSignal, received an object"],
  [{ signal: { aborted: false } }, "signal must be an AbortSignal, received an object"],
];

describe.each(ways)("%s", (_way, register) => {
  test.each(wrong)("throws at start with the options %j", async (options, told) => {
    const router = new EventRouter();
    const call = () => register(router, options as HandlerOptions);

    expect(call).toThrow(TypeError);
    expect(call).toThrow(told);
    await router.dispatch(fixtures.task_added);
  });

  test.each([{}, { signal: undefined }, { signal: new AbortController().signal }])(
    "takes the options %j",
    (options) => {
      expect(register(new EventRouter(), options)).toBeTypeOf("function");
    },
  );
});

describe("dispatch", () => {
  // A job of a queue that is still text, or only a part of an event, would be taken for done.
  test.each([
    [undefined, "undefined"],
    [null, "null"],
    [5, "5"],
    [JSON.stringify(fixtures.task_added), "a string"],
    [[fixtures.task_added], "an array"],
    [fixtures.task_added.data, "an object"],
    [Promise.resolve(fixtures.task_added), "a promise"],
  ])("rejects what is no event: %j", async (event, received) => {
    const router = new EventRouter();
    router.onUnknown(() => expect.unreachable());
    const message = `event must be an object with event_name and data, received ${received}`;
    await expect(router.dispatch(event as never)).rejects.toThrow(new TypeError(message));
  });

  test.each([
    [null, "options of dispatch must be an object, received null"],
    [5, "options of dispatch must be an object, received 5"],
    [
      { organization: "1" },
      'options of dispatch must be of signal, organizationId, receivedAt, header, received "organization"',
    ],
    [{ signal: 5 }, "signal must be an AbortSignal, received 5"],
  ])("rejects the context %j", async (context, message) => {
    const router = new EventRouter({ task_added: () => expect.unreachable() });
    await expect(router.dispatch(fixtures.task_added, context as never)).rejects.toThrow(
      new TypeError(message),
    );
  });
});

test("dispatch takes the context of a handler with what middleware has added to it", async () => {
  const inner = new EventRouter();
  const received: unknown[] = [];
  inner.on("task_added", (_event, { organizationId }) => received.push(organizationId));
  const outer = new EventRouter();
  outer.on("task_added", (event, context) => inner.dispatch(event, { ...context, ...{ user: "u-1" } }));
  await outer.dispatch(fixtures.task_added, { organizationId: "o-1" });

  expect(received).toEqual(["o-1"]);
});

describe("ReceiverError", () => {
  test.each([
    [undefined, "undefined"],
    [null, "null"],
    ["nope", '"nope"'],
    ["__proto__", '"__proto__"'],
    ["toString", '"toString"'],
    [500, "500"],
  ])("is not made with the code %j", (code, received) => {
    const message = `code must be an ErrorCode, such as "handler_failed", received ${received}`;
    expect(() => new ReceiverError(code as never)).toThrow(new TypeError(message));
  });

  test.each([
    [null, "options of ReceiverError must be an object, received null"],
    [{ casue: 1 }, 'options of ReceiverError must be of cause, issues, received "casue"'],
  ])("is not made with the options %j", (options, message) => {
    expect(() => new ReceiverError("handler_failed", options as never)).toThrow(new TypeError(message));
  });
});

test.each([undefined, null, 5, "task_added", {}])("%j is no known event, and has no key", (value) => {
  expect(isKnownEvent(value as never)).toBe(false);
  expect(deliveryKey(value as never)).toBeUndefined();
});
