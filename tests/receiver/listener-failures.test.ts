import { createReceiver, EventRouter, type Listener, type Receiver } from "optimizely-cmp-webhooks";
import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from "vitest";
import { secret } from "../support/client.js";
import { answerOf, delivery } from "./kit.js";

let print: MockInstance<typeof console.error>;

beforeEach(() => {
  print = vi.spyOn(console, "error").mockReturnValue();
});

afterEach(() => {
  vi.restoreAllMocks();
});

function make(): Receiver {
  const router = new EventRouter();
  router.on("task_added", () => {});
  return createReceiver({ router, secret });
}

const bare: unknown = Object.create(null);
const oddities: readonly [string, unknown, string][] = [
  ["an error", new Error("line one\n  line two"), "Error: line one line two"],
  ["a string", "x\r\ny", "x y"],
  ["undefined", undefined, "undefined"],
  ["null", null, "null"],
  ["a symbol", Symbol("x"), "Symbol(x)"],
  ["an object without a prototype", bare, "an object without members"],
  [
    "an object that cannot be turned into a string",
    {
      toString() {
        throw new Error("no");
      },
    },
    "an object with the members toString",
  ],
];

describe.each(oddities)("a listener that throws %s, or rejects with it,", (_title, reason, text) => {
  test.each<[string, Listener<"handled">]>([
    [
      "at once",
      () => {
        throw reason;
      },
    ],
    ["later", () => Promise.reject(reason)],
  ])("%s is one line on the console, and changes no answer", async (_when, listener) => {
    const receiver = make();
    let calls = 0;
    receiver.addEventListener("handled", () => void calls++);
    receiver.addEventListener("handled", listener);
    receiver.addEventListener("handled", () => void calls++);

    expect(answerOf(await receiver.receive(delivery()))).toBe("200 handled");
    expect(calls, "the listeners before and after it are called").toBe(2);
    await expect.poll(() => print.mock.calls).toHaveLength(1);
    const [line] = print.mock.calls[0] ?? [];
    expect(String(line).replace(/ \(at .*\)$/, "")).toBe(
      `optimizely-cmp-webhooks: A listener failed: ${text}`,
    );
  });
});

test("the answer does not wait for a listener", async () => {
  const receiver = make();
  receiver.addEventListener("handled", () => new Promise<void>(() => {}));

  expect(answerOf(await receiver.receive(delivery()))).toBe("200 handled");
  await receiver.idle();
});
