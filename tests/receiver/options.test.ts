import { createReceiver, EventRouter, type ReceiverOptions } from "optimizely-cmp-webhooks";
import { describe, expect, expectTypeOf, test } from "vitest";
import { secret } from "../support/client.js";
import { taskAdded } from "../support/recorder.js";
import { answerOf, delivery, makeHandlingBench, thrownBy } from "./kit.js";

const router = new EventRouter();

/** Makes a receiver of whatever a caller without a compiler passes. */
function make(options: Readonly<Record<string, unknown>>): unknown {
  return createReceiver({ router, secret, ...options } as ReceiverOptions);
}

const wrong: readonly [string, unknown][] = [
  ...[undefined, null, {}, "router", { dispatch() {} }].map((value): [string, unknown] => ["router", value]),
  ...[undefined, "", " ", "x".repeat(33), ` ${secret}`, `${secret}\n`, 5, {}, true].map(
    (value): [string, unknown] => ["secret", value],
  ),
  ...[[], [""], [undefined], [null], [secret, ""], [secret, "x".repeat(33)], [secret, ` ${secret}`]].map(
    (value): [string, unknown] => ["secret", value],
  ),
  ...[0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, "8000", 8000n, {}, true, Symbol("8000")].map(
    (value): [string, unknown] => ["deadlineMs", value],
  ),
  ...[0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, "5mb", {}, Symbol("5mb")].map(
    (value): [string, unknown] => ["maxBodyBytes", value],
  ),
  ...["throw", "", "Reject", true, 5, {}].map((value): [string, unknown] => ["onMismatch", value]),
  ...[false, "console", {}, { warn() {} }, () => {}].map((value): [string, unknown] => ["log", value]),
  ...[null, false, 0, ""].map((value): [string, unknown] => ["idempotency", value]),
  ...["onMissmatch", "deadlinesMs", "idempotncy", "quiet", "__proto__x"].map((name): [string, unknown] => [
    name,
    1,
  ]),
];

test.each(wrong)("the option %s throws a TypeError that names it when it is %o", (name, value) => {
  expect(() => make({ [name]: value })).toThrow(TypeError);
  expect(String(thrownBy(() => make({ [name]: value })))).toContain(name);
});

test.each(wrong.filter(([name]) => name === "secret"))(
  "the message about a wrong %s never repeats it: %o",
  (_name, value) => {
    const message = String(thrownBy(() => make({ secret: value })));

    expect(message).not.toContain(secret);
    expect(message).not.toContain("xxx");
  },
);

test.each([undefined, null, 5, "options", {}])("%j in place of the options throws a TypeError", (options) => {
  expect(() => createReceiver(options as unknown as ReceiverOptions)).toThrow(TypeError);
});

test.each<[string, unknown]>([
  ["secret", null],
  ["secret", "x"],
  ["secret", "x".repeat(32)],
  ["secret", ["a", "b"]],
  ["secret", Object.freeze(["a"])],
  ["secret", () => "a"],
  ["deadlineMs", 1],
  ["deadlineMs", 2 ** 31 - 1],
  ["deadlineMs", undefined],
  ["maxBodyBytes", 1],
  ["maxBodyBytes", Number.MAX_SAFE_INTEGER],
  ["maxBodyBytes", undefined],
  ["onMismatch", "dispatch"],
  ["onMismatch", "reject"],
  ["onMismatch", undefined],
  ["log", null],
  ["log", { warn() {}, error() {} }],
  ["log", console],
  ["log", undefined],
])("the option %s may be %o", (name, value) => {
  expect(() => make({ [name]: value })).not.toThrow();
});

test("a secret that is missing at run time passes the compiler, so that it throws", () => {
  expectTypeOf<ReceiverOptions["secret"]>().extract<undefined>().toEqualTypeOf<undefined>();
  // @ts-expect-error To leave the option out is a mistake that the compiler sees.
  expect(() => createReceiver({ router })).toThrow(TypeError);
});

describe("what the caller does with the options afterwards changes nothing", () => {
  test("a secret that is added to the list opens nothing, one that is removed still does", async () => {
    const list = ["first", "second"];
    const { receiver } = makeHandlingBench({ secret: list });
    list.splice(0, 2, "guess");
    const tryWith = async (value: string) =>
      answerOf(await receiver.receive(delivery({ headers: { "callback-secret": value } })));

    expect(await tryWith("guess")).toBe("401 secret_mismatch");
    expect(await tryWith("first")).toBe("200 handled");
    expect(await tryWith("second")).toBe("200 handled");
  });

  test("an option that is changed is not seen", async () => {
    const options = { router: new EventRouter(), secret, maxBodyBytes: 1_000, log: null };
    const receiver = createReceiver(options);
    Object.assign(options, { router: undefined, secret: null, maxBodyBytes: 1 });

    expect(answerOf(await receiver.receive(delivery()))).toBe("202 ignored");
    expect(answerOf(await receiver.receive(delivery({ headers: { "callback-secret": "guess" } })))).toBe(
      "401 secret_mismatch",
    );
  });
});

test("handlers may be registered after the receiver was made", async () => {
  const late = new EventRouter();
  const receiver = createReceiver({ router: late, secret });
  late.on("task_added", () => {});

  expect(answerOf(await receiver.receive(delivery({ body: taskAdded })))).toBe("200 handled");
});

test.each<[object, string]>([
  [{ acknowledge: "later" }, 'acknowledge must be "after" or "before", received "later"'],
  [{ onMismatch: "drop" }, 'onMismatch must be "dispatch" or "reject", received "drop"'],
  [{ deadlinesMs: 5 }, "options of createReceiver must be of router, secret, deadlineMs, maxBodyBytes"],
])("the options %j throw a message with what there is", (options, message) => {
  const call = () => createReceiver({ router: new EventRouter(), secret: "a", ...options } as never);

  expect(call).toThrow(message);
});
