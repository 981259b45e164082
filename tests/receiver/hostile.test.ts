import { type Delivery, type Dispatcher, ReceiverError } from "optimizely-cmp-webhooks";
import { describe, expect, test } from "vitest";
import { answerOf, brief, delivery, makeBench, makeHandlingBench, only } from "./kit.js";

const boom = new Error("hostile");

function explode(): never {
  throw boom;
}

/** A delivery with a member that throws when it is looked at. */
function trapped(name: string): unknown {
  return Object.defineProperty({ ...delivery() }, name, { get: explode });
}

const revoked = Proxy.revocable({}, {});
revoked.revoke();

const hostile: readonly [string, unknown][] = [
  ["undefined", undefined],
  ["null", null],
  ["a delivery whose method throws", trapped("method")],
  ["a delivery whose header function throws when it is got", trapped("header")],
  ["a delivery whose body throws when it is got", trapped("body")],
  ["a delivery without a header function", { method: "POST", body: "" }],
  ["a header function that throws", { ...delivery(), header: explode }],
  [
    "a header function that throws undefined",
    {
      ...delivery(),
      header() {
        throw undefined;
      },
    },
  ],
  ["a revoked proxy", revoked.proxy],
  ["a body that is a revoked proxy", { ...delivery(), body: revoked.proxy }],
  [
    "a body whose members throw",
    { ...delivery(), body: Object.defineProperty({}, "event_name", { get: explode }) },
  ],
  ["a body that pretends to be a stream", { ...delivery(), body: { on: explode } }],
  [
    "a body that cannot be asked whether it is a stream",
    { ...delivery(), body: new Proxy({}, { has: explode }) },
  ],
];

describe.each(hostile)("%s", (_title, sent) => {
  test("is a fault of the adapter, and never a rejection", async () => {
    const { receiver, events, told } = makeHandlingBench();

    expect(answerOf(await receiver.receive(sent as Delivery))).toBe("500 internal_error");
    expect(brief(told)).toEqual(["failed internal_error"]);
    expect(events).toEqual([]);
    await receiver.idle();
  });

  test("does not hold up the next delivery", async () => {
    const { receiver, events } = makeHandlingBench();
    await receiver.receive(sent as Delivery);

    expect(answerOf(await receiver.receive(delivery()))).toBe("200 handled");
    expect(events).toHaveLength(1);
  });
});

test.each([
  ["a number", 5],
  ["an empty object", {}],
  ["a list", []],
  ["a text", "POST"],
])("%s in place of a delivery has no method", async (_title, sent) => {
  const { receiver } = makeHandlingBench();

  expect(answerOf(await receiver.receive(sent as unknown as Delivery))).toBe("405 method_not_allowed");
});

test("the announcement of a fault keeps its cause", async () => {
  const { receiver, told } = makeHandlingBench();
  await receiver.receive({ ...delivery(), header: explode });
  const { error, errors, event } = only(told, "failed");

  expect(error).toBeInstanceOf(ReceiverError);
  expect(error.cause).toBe(boom);
  expect(errors).toEqual([]);
  expect(event).toBeUndefined();
});

/** As another realm, or a library, may make it. */
const listless = Object.assign(new AggregateError([]), { errors: undefined });

test.each<[string, Dispatcher["start"], string]>([
  ["throws", explode, "500 handler_failed"],
  ["rejects", () => Promise.reject(boom), "500 handler_failed"],
  ["rejects with undefined", () => Promise.reject(undefined), "500 handler_failed"],
  ["returns nothing", (() => undefined) as never, "500 handler_failed"],
  ["resolves to nothing", (async () => undefined) as never, "500 handler_failed"],
  ["rejects with an AggregateError without a list", () => Promise.reject(listless), "500 handler_failed"],
])("a router of somebody else's that %s is answered with %s", async (_title, start, answer) => {
  const { receiver } = makeBench({ router: { start } });

  expect(answerOf(await receiver.receive(delivery()))).toBe(answer);
  await receiver.idle();
});

test.each<[string, unknown]>([
  ["a proxy that cannot be looked at", new Proxy({}, { getPrototypeOf: explode, get: explode })],
  ["an error whose list throws", Object.defineProperty(new Error("x"), "errors", { get: explode })],
])("a router of somebody else's that rejects with %s is answered at once", async (_title, reason) => {
  const { receiver } = makeBench({ router: { start: () => Promise.reject(reason) } });

  expect(answerOf(await receiver.receive(delivery()))).toBe("500 handler_failed");
  expect(receiver.inFlight).toBe(0);
});

const list = (errors: unknown[]): Error => new AggregateError(errors, "several");
const [single, both, none, details] = [list([boom]), list([boom, "second"]), list([]), { errors: [1] }];

test.each<[string, unknown, unknown, readonly unknown[]]>([
  ["an error", boom, boom, [boom]],
  ["a list of one", single, boom, [boom]],
  ["a list of several", both, both, [boom, "second"]],
  ["an empty list", none, none, [none]],
  ["a list that is missing", listless, listless, [listless]],
  ["an object that is no error and has a list", details, details, [details]],
  ["null", null, null, [null]],
])("what a router of somebody else's throws is announced: %s", async (_title, reason, cause, errors) => {
  const throwing = (): never => {
    throw reason;
  };
  for (const start of [throwing, () => Promise.reject(reason)]) {
    const { receiver, told } = makeBench({ router: { start } });
    await receiver.receive(delivery());
    const detail = only(told, "failed");

    expect(detail.error.cause).toBe(cause);
    expect(detail.errors).toEqual(errors);
  }
});

test("a router of somebody else's that returns no count is told what it must return", async () => {
  for (const [count, shown] of [
    ["1", '"1"'],
    [Number.NaN, "NaN"],
    [-1, "-1"],
    [0.5, "0.5"],
  ]) {
    for (const start of [() => count, async () => count]) {
      const { receiver, told } = makeBench({ router: { start: start as never } });
      await receiver.receive(delivery());

      expect(String(only(told, "failed").error.cause)).toBe(
        `TypeError: router.start must return the number of handlers, received ${shown}`,
      );
    }
  }
});

test("the methods of a receiver may be taken off it", async () => {
  const { receive, idle, addEventListener, removeEventListener } = makeHandlingBench().receiver;
  let handled = 0;
  const listener = () => void handled++;
  addEventListener("handled", listener);
  await receive(delivery());
  removeEventListener("handled", listener);
  await receive(delivery());
  await idle();

  expect(handled).toBe(1);
});
