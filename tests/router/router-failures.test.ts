import { EventRouter, type HandlerContext } from "optimizely-cmp-webhooks";
import { describe, expect, test } from "vitest";
import { fixtures } from "../fixtures/events.js";
import { defer } from "../receiver/kit.js";

const event = fixtures.task_added;
const context: HandlerContext = {
  signal: new AbortController().signal,
  organizationId: "org-1",
  receivedAt: new Date(0),
  header: () => "value",
};

/** What `dispatch` rejects with: what was thrown, and the message. */
async function failureOf(dispatched: Promise<void>): Promise<AggregateError> {
  const thrown = await dispatched.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (thrown instanceof AggregateError) return thrown;
  throw new Error("no AggregateError", { cause: thrown });
}

test("the second handler runs and is awaited although the first fails at once", async () => {
  const router = new EventRouter();
  const gate = defer();
  let ended = false;
  router.on("task_added", () => {
    throw new Error("at once");
  });
  router.on("task_added", async () => {
    await gate.promise;
    ended = true;
  });
  const failure = failureOf(router.dispatch(event).finally(() => expect(ended).toBe(true)));
  gate.resolve();

  expect((await failure).errors).toEqual([new Error("at once")]);
});

test("failures are told in the order of the handlers, whether they were thrown or rejected", async () => {
  const router = new EventRouter();
  router.onAny(() => Promise.reject("third"));
  router.on("task_added", () => Promise.reject("first"));
  router.on("task_added", () => {
    throw "second";
  });

  expect((await failureOf(router.dispatch(event))).errors).toEqual(["first", "second", "third"]);
});

const bare: unknown = Object.create(null);
const oddities: readonly [string, unknown][] = [
  ["an error", new Error("x")],
  ["an error with a status", Object.assign(new Error("x"), { status: 200, statusCode: 202 })],
  ["a text", "x"],
  ["undefined", undefined],
  ["null", null],
  ["zero", 0],
  ["false", false],
  ["a symbol", Symbol("x")],
  ["an object without a prototype", bare],
  ["a list", [1, 2]],
  ["an AggregateError", new AggregateError([1, 2])],
];

describe.each(oddities)("%s", (_title, reason) => {
  test("is passed on as it was thrown, and as it was rejected", async () => {
    const router = new EventRouter();
    router.on("task_added", () => {
      throw reason;
    });
    router.on("task_added", () => Promise.reject(reason));
    router.onAny(() => {});
    const { errors, message } = await failureOf(router.dispatch(event));

    expect(errors).toHaveLength(2);
    expect(errors.every((error) => Object.is(error, reason))).toBe(true);
    expect(message).toContain("task_added");
  });
});

const key = "then";

/** What a handler may return in place of a promise. */
function thenable(settle: unknown): Promise<void> {
  return { [key]: settle } as unknown as Promise<void>;
}

const getter = Object.defineProperty({}, key, {
  get: () => {
    throw "by a getter";
  },
}) as Promise<void>;

test("a function with then is awaited as well, as proxies of other threads are", async () => {
  const callable = Object.assign(() => {}, {
    // biome-ignore lint/suspicious/noThenProperty: it stands in for a promise
    then: (_done: unknown, reject: (reason: unknown) => void) => reject("rejected"),
  });
  const router = new EventRouter();
  router.on("task_added", () => callable);

  expect((await failureOf(router.dispatch(event))).errors).toEqual(["rejected"]);
});

test("thenables are awaited like promises", async () => {
  const router = new EventRouter();
  router.on("task_added", () => thenable((resolve: () => void) => resolve()));
  router.on("task_added", () =>
    thenable((_: unknown, reject: (reason: unknown) => void) => reject("rejected")),
  );
  router.on("task_added", () =>
    thenable(() => {
      throw "by then";
    }),
  );
  router.on("task_added", () => getter);
  const { errors, message } = await failureOf(router.dispatch(event));

  expect(errors.toSorted()).toEqual(["by a getter", "by then", "rejected"]);
  expect(message).toContain("3 of 4");
});

test.each([5, null, "x", {}, thenable("no function"), false])(
  "a handler that returns %j has ended well",
  async (result) => {
    const router = new EventRouter();
    router.on("task_added", () => result as unknown as undefined);

    expect(router.start(event, context)).toBe(1);
    await expect(router.dispatch(event)).resolves.toBeUndefined();
  },
);
