import { EventRouter, type HandlerContext } from "optimizely-cmp-webhooks";
import { describe, expect, expectTypeOf, test } from "vitest";
import { fixtures } from "../fixtures/events.js";
import { defer } from "../receiver/kit.js";

const event = fixtures.task_added;
const context: HandlerContext = {
  signal: new AbortController().signal,
  organizationId: "org-1",
  receivedAt: new Date(0),
  header: () => "value",
};

test("handlers start together and in order, named ones first, before any of them has ended", async () => {
  const router = new EventRouter();
  const gate = defer();
  const steps: string[] = [];
  const register = (title: string) => async (): Promise<void> => {
    steps.push(`${title} starts`);
    await gate.promise;
    steps.push(`${title} ends`);
  };
  router.onAny(register("any"));
  router.on("task_added", register("first"));
  router.on(["task_added", "task_removed"], register("second"));
  const dispatched = router.dispatch(event).then(() => steps.push("all done"));

  expect(steps, "all have started by now").toEqual(["first starts", "second starts", "any starts"]);
  gate.resolve();
  await dispatched;
  expect(steps.slice(3)).toEqual(["first ends", "second ends", "any ends", "all done"]);
});

test("handlers share one event and one context", async () => {
  const router = new EventRouter();
  const seen = new Set<unknown>();
  for (let index = 0; index < 3; index++) {
    router.on("task_added", (...given) => given.forEach((one) => void seen.add(one)));
  }
  await router.dispatch(event);

  expect(seen.size).toBe(2);
  expect(seen).toContain(event);
});

describe("start", () => {
  test("tells at once how many handlers ran when none is pending", () => {
    const router = new EventRouter();
    expect(router.start(event, context)).toBe(0);

    router.on("task_added", () => {});
    router.onAny(() => {});
    router.onUnknown(() => {});
    expect(router.start(event, context)).toBe(2);
    expect(router.start({ event_name: "brand_new", data: {} }, context)).toBe(2);
    expect(router.start(fixtures.task_removed, context)).toBe(1);
  });

  test("tells how many there were when the last of them has ended", async () => {
    const router = new EventRouter();
    router.on("task_added", async () => {});
    router.on("task_added", () => {});

    const started = router.start(event, context);
    expect(started).toBeInstanceOf(Promise);
    await expect(started).resolves.toBe(2);
  });

  test("never throws: a handler that does is a rejection", async () => {
    const router = new EventRouter();
    router.on("task_added", () => {
      throw undefined;
    });

    await expect(router.start(event, context)).rejects.toMatchObject({ errors: [undefined] });
  });
});

describe("the context of a dispatch", () => {
  const contextOf = async (given?: Partial<HandlerContext>): Promise<HandlerContext> => {
    const router = new EventRouter();
    const seen = defer<HandlerContext>();
    router.on("task_added", (_event, told) => seen.resolve(told));
    await router.dispatch(event, given);
    return seen.promise;
  };

  test("is filled in when there is none", async () => {
    const { signal, organizationId, receivedAt, header } = await contextOf();

    expect(signal).toBeInstanceOf(AbortSignal);
    expect(signal.aborted).toBe(false);
    expect(organizationId).toBeUndefined();
    expect(receivedAt).toBeInstanceOf(Date);
    expect(header("user-agent")).toBeUndefined();
  });

  test.each([
    ["signal", AbortSignal.abort("why")],
    ["organizationId", "org-2"],
    ["receivedAt", new Date(5)],
    ["header", (name: string) => name],
  ] as const)("keeps the %s that is given, and fills in the rest", async (name, value) => {
    const told = await contextOf({ [name]: value });

    expect(told[name]).toBe(value);
    expect(Object.keys(told).toSorted()).toEqual(["header", "organizationId", "receivedAt", "signal"]);
    expect(told.signal).toBeInstanceOf(AbortSignal);
  });

  test("is typed", () => {
    expectTypeOf<HandlerContext["signal"]>().toEqualTypeOf<AbortSignal>();
    expectTypeOf<HandlerContext["organizationId"]>().toEqualTypeOf<string | undefined>();
  });
});
