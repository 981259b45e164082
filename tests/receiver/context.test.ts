import type { HandlerContext } from "optimizely-cmp-webhooks";
import { describe, expect, test } from "vitest";
import { secret } from "../support/client.js";
import { answerOf, defer, delivery, makeBench } from "./kit.js";

/** What a handler is told. */
async function contextOf(headers: Readonly<Record<string, unknown>> = {}): Promise<HandlerContext> {
  const { router, receiver } = makeBench();
  const seen = defer<HandlerContext>();
  router.on("task_added", (_event, context) => seen.resolve(context));
  await receiver.receive(delivery({ headers }));
  return seen.promise;
}

test("a handler is told the organization and the time of arrival", async () => {
  const before = Date.now();
  const { organizationId, receivedAt } = await contextOf();

  expect(organizationId).toBe("org-7d1f");
  expect(receivedAt.getTime()).toBeGreaterThanOrEqual(before);
  expect(receivedAt.getTime()).toBeLessThanOrEqual(Date.now());
});

test("a missing organization is undefined", async () => {
  expect(await contextOf({ "organization-id": undefined })).toMatchObject({ organizationId: undefined });
});

describe("header", () => {
  test.each(["user-agent", "User-Agent", "USER-AGENT"])("finds %s in any case", async (name) => {
    const { header } = await contextOf({ "user-agent": "Welcome-Webhook/1.0" });

    expect(header(name)).toBe("Welcome-Webhook/1.0");
  });

  test.each([
    "callback-secret",
    "Callback-Secret",
    "CALLBACK-SECRET",
    "cALLBACK-sECRET",
    "callbac\u212a-secret",
    "\u212aallback-secret",
  ])("withholds %s", async (name) => {
    expect((await contextOf()).header(name)).toBeUndefined();
  });

  test.each(["x-none", "", "constructor", "__proto__"])("knows nothing of %j", async (name) => {
    expect((await contextOf()).header(name)).toBeUndefined();
  });
});

describe("signal", () => {
  test("is one and the same each time, and not aborted", async () => {
    const context = await contextOf();

    expect(context.signal).toBeInstanceOf(AbortSignal);
    expect(context.signal).toBe(context.signal);
    expect(context.signal.aborted).toBe(false);
  });

  test("is one for all handlers of a delivery, and another for the next", async () => {
    const { router, receiver } = makeBench();
    const signals: AbortSignal[] = [];
    router.on("task_added", (_event, { signal }) => void signals.push(signal));
    router.onAny((_event, { signal }) => void signals.push(signal));
    await receiver.receive(delivery());
    await receiver.receive(delivery());

    expect(signals[0]).toBe(signals[1]);
    expect(signals[2]).toBe(signals[3]);
    expect(signals[0]).not.toBe(signals[2]);
  });
});

describe("a context that is taken apart", () => {
  test("works by destructuring", async () => {
    const { header, signal, organizationId, receivedAt } = await contextOf({ "x-a": "b" });

    expect([header("X-A"), signal.aborted, organizationId]).toEqual(["b", false, "org-7d1f"]);
    expect(receivedAt).toBeInstanceOf(Date);
  });

  test("works by spreading", async () => {
    const context = await contextOf({ "x-a": "b" });
    const copy = { ...context };

    expect(copy.signal).toBe(context.signal);
    expect(copy.header("x-a")).toBe("b");
    expect(copy.header("callback-secret")).toBeUndefined();
    expect(Object.keys(copy).toSorted()).toEqual(["header", "organizationId", "receivedAt", "signal"]);
    expect(Object.values(copy)).not.toContain(secret);
  });
});

test("a handler that asks for a header wrongly fails like any other", async () => {
  const { router, receiver } = makeBench();
  router.onAny((_event, { header }) => void header(undefined as unknown as string));

  expect(answerOf(await receiver.receive(delivery()))).toBe("500 handler_failed");
});
