import type { HandlerContext } from "optimizely-cmp-webhooks";
import { describe, expect, test } from "vitest";
import { prepareCalls } from "./arguments-kit.js";
import { errorOf } from "./kit.js";

const names = [
  "follow",
  "pages",
  "acknowledgePreview",
  "completePreview",
  "reportPublishing",
  "registerWebhook",
  "handlePreview",
] as const;

describe.each(names)("%s", (name) => {
  test.each([
    [null, "null"],
    [5, "5"],
    ["a-secret-token", "a string"],
    [[], "an array"],
    [() => {}, "a function"],
  ])("options %j are refused, and nothing is sent", async (options, received) => {
    const { api, calls } = await prepareCalls();
    const error = await errorOf(calls[name](options as never));
    expect(error).toMatchObject({
      code: "incomplete",
      message: `options must be an object, received ${received}.`,
    });
    expect(api.requests).toEqual([]);
  });

  test("an option that does not exist is refused, with those that do", async () => {
    const { api, calls, handling } = await prepareCalls();
    const error = await errorOf(
      calls[name]({ ...(name === "handlePreview" && handling), signl: 1 } as never),
    );
    expect(error.code).toBe("incomplete");
    expect(error.message).toMatch(
      /^options must be of [a-zA-Z, ]*\bsignal\b[a-zA-Z, ]*, received "signl"\.$/,
    );
    expect(api.requests).toEqual([]);
  });

  test.each([null, 5, "abort", {}, () => {}])("a signal of %j is refused", async (signal) => {
    const { api, calls, handling } = await prepareCalls();
    const options = { ...(/^handle|^ack/.test(name) && { acknowledgedBy: "us" }), signal };
    const error = await errorOf(
      calls[name]({ ...(name === "handlePreview" && handling), ...options } as never),
    );
    expect(error.code).toBe("incomplete");
    expect(error.message).toMatch(/^signal must be an AbortSignal, received /);
    expect(api.requests).toEqual([]);
  });
});

test.each(names)("%s takes the whole context of a handler, and other options with it", async (name) => {
  const { calls, handling } = await prepareCalls();
  const context: HandlerContext = {
    ...{ signal: new AbortController().signal, organizationId: "1", receivedAt: new Date() },
    header: () => undefined,
  };
  const more =
    name === "handlePreview" ? handling : name === "acknowledgePreview" ? { acknowledgedBy: "us" } : {};

  await expect(calls[name]({ ...context, ...more } as never)).resolves.toBeDefined();
});

/** A generated client calls its callback for tokens with what it knows of the request. */
test.each([null, 5, "a-token", [], { type: "http", scheme: "bearer" }])(
  "a source of tokens that is called with %j gives one",
  async (argument) => {
    const { calls } = await prepareCalls();

    await expect(calls.getAccessToken(argument as never)).resolves.toEqual(expect.any(String));
  },
);

test.each([null, 5, "abort", {}, () => {}])("a source of tokens refuses a signal of %j", async (signal) => {
  const { api, calls } = await prepareCalls();
  const error = await errorOf(calls.getAccessToken({ signal } as never));
  expect(error.code).toBe("incomplete");
  expect(error.message).toMatch(/^signal must be an AbortSignal, received /);
  expect(api.requests).toEqual([]);
});

test.each(["acknowledgePreview", "handlePreview"] as const)(
  "%s has no default for all options",
  async (name) => {
    const { calls } = await prepareCalls();
    const { message } = await errorOf(calls[name](undefined as never));
    expect(message).toBe("options must be an object, received undefined.");
  },
);
