import { describe, expect, test } from "vitest";
import { answerOf, delivery, makeHandlingBench, only } from "../receiver/kit.js";
import { taskAdded } from "../support/recorder.js";

const bytes = new TextEncoder().encode(taskAdded);

describe("a generator", () => {
  test("that yields too much is told to return", async () => {
    let returned = false;
    async function* endless() {
      try {
        for (;;) yield bytes;
      } finally {
        returned = true;
      }
    }
    const { receiver } = makeHandlingBench({ maxBodyBytes: 1_000 });

    expect(answerOf(await receiver.receive(delivery({ body: endless() })))).toBe("413 body_too_large");
    expect(returned).toBe(true);
  });

  test("that throws is aborted, with the cause", async () => {
    const reset = new Error("reset");
    async function* failing() {
      yield bytes;
      throw reset;
    }
    const { receiver, told } = makeHandlingBench();

    expect(answerOf(await receiver.receive(delivery({ body: failing() })))).toBe("400 body_aborted");
    expect(only(told, "rejected").error.cause).toBe(reset);
  });
});

type Source = Partial<Record<"next" | "return", () => unknown>>;

/** Something to iterate over that keeps none of the rules. */
function makeIterable(source: Source): unknown {
  return { [Symbol.asyncIterator]: () => source };
}

function explode(): never {
  throw new Error("hostile");
}

/** What is thrown may itself throw, when it is looked at. */
const untouchable = {
  get status() {
    return explode();
  },
};

const chunk = (value: unknown) => async () => ({ done: false, value });
const inTurn = (...values: unknown[]) => {
  return async () => ({ done: false, value: values.shift() });
};

describe("a source that keeps none of the rules is answered all the same", () => {
  test.each<[string, Source, string]>([
    ["next throws", { next: explode }, "400 body_aborted"],
    ["there is no next", {}, "400 body_aborted"],
    ["next is no promise", { next: () => 5 }, "400 body_aborted"],
    ["next is no promise, but the end", { next: () => ({ done: true }) }, "400 malformed_json"],
    ["next is a promise of nothing", { next: async () => undefined }, "400 body_aborted"],
    ["a chunk is null", { next: chunk(null) }, "400 body_aborted"],
    ["next rejects with what throws", { next: () => Promise.reject(untouchable) }, "400 body_aborted"],
    [
      "next throws what throws",
      {
        next() {
          throw untouchable;
        },
      },
      "400 body_aborted",
    ],
    ["the second chunk is missing", { next: inTurn(taskAdded, undefined) }, "400 body_aborted"],
    ["a chunk is a number", { next: chunk(5) }, "413 body_too_large"],
    ["return rejects", { next: chunk(" ".repeat(300)), return: async () => explode() }, "413 body_too_large"],
    ["return throws", { next: chunk(" ".repeat(300)), return: explode }, "413 body_too_large"],
    ["return is no promise", { next: chunk(" ".repeat(300)), return: () => ({}) }, "413 body_too_large"],
    ["return gives nothing", { next: chunk(" ".repeat(300)), return: () => undefined }, "413 body_too_large"],
    [
      "return never ends",
      { next: chunk(" ".repeat(300)), return: () => new Promise(() => {}) },
      "413 body_too_large",
    ],
  ])("%s", async (_title, source, answer) => {
    const { receiver } = makeHandlingBench({ maxBodyBytes: 200 });

    expect(answerOf(await receiver.receive(delivery({ body: makeIterable(source) })))).toBe(answer);
  });
});

test.each<[string, Source, string]>([
  ["no step", { next: () => 5 }, "TypeError: A chunk must be bytes or text, received none"],
  ["no chunk", { next: chunk(null) }, "TypeError: A chunk must be bytes or text, received none"],
])("a source that gives %s is told so in the announcement", async (_title, source, told) => {
  const bench = makeHandlingBench();
  await bench.receiver.receive(delivery({ body: makeIterable(source) }));

  expect(String(only(bench.told, "rejected").error.cause)).toBe(told);
});

test.each([
  [taskAdded, "200 handled"],
  ["no JSON", "400 malformed_json"],
])("a source that was read to its end is not told to return: %s", async (text, answer) => {
  const { receiver } = makeHandlingBench();
  const steps = [{ done: false, value: text }, { done: true }];
  let returned = 0;
  const body = makeIterable({ next: async () => steps.shift(), return: async () => returned++ });

  expect(answerOf(await receiver.receive(delivery({ body })))).toBe(answer);
  expect(returned).toBe(0);
});
