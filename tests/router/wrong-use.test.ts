import { EventRouter, type HandlerOptions } from "optimizely-cmp-webhooks";
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
