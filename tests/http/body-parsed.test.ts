import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { answerOf, delivery, makeHandlingBench, only } from "../receiver/kit.js";
import { taskAdded } from "../support/recorder.js";

const large = JSON.parse(taskAdded.replace('"data":{', `"data":{"note":"${"é".repeat(2_000)}",`));
const size = Buffer.byteLength(JSON.stringify(large));

describe("a body that a parser read is held to maxBodyBytes", () => {
  const encoded = { "content-encoding": "gzip", "content-length": "50" };

  test.each<[string, Readonly<Record<string, string>>]>([
    ["without a content-length", {}],
    ["with the content-length of its encoded form", encoded],
  ])("%s", async (_title, headers) => {
    const tryWith = async (maxBodyBytes: number) =>
      answerOf(
        await makeHandlingBench({ maxBodyBytes }).receiver.receive(delivery({ headers, body: large })),
      );

    expect(await tryWith(size)).toBe("200 handled");
    expect(await tryWith(size - 1)).toBe("413 body_too_large");
  });

  test("with its content-length, which a server has enforced, it is not counted again", async () => {
    const headers = { "content-length": "100" };
    const { receiver } = makeHandlingBench({ maxBodyBytes: 100 });

    expect(answerOf(await receiver.receive(delivery({ headers, body: large })))).toBe("200 handled");
  });

  test.each<[string, unknown]>([
    ["names", Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`name-${at}`, 1]))],
    ["a list", Array(3_000).fill(0)],
    ["text", "x".repeat(3_000)],
    ["numbers", Array.from({ length: 500 }, (_, at) => at * 1e9)],
    ["empty objects", Array.from({ length: 1_500 }, () => ({}))],
  ])("where %s make it large", async (_title, member) => {
    const body = JSON.parse(taskAdded);
    body.data.more = member;
    const exact = Buffer.byteLength(JSON.stringify(body));

    expect(
      answerOf(await makeHandlingBench({ maxBodyBytes: 2_000 }).receiver.receive(delivery({ body }))),
    ).toBe("413 body_too_large");
    expect(
      answerOf(await makeHandlingBench({ maxBodyBytes: exact }).receiver.receive(delivery({ body }))),
    ).toBe("200 handled");
  });

  test("at a depth that no recursion would reach", async () => {
    const deep = "[".repeat(20_000) + "]".repeat(20_000);
    const body = JSON.parse(taskAdded.replace('"data":{', `"data":{"deep":${deep},`));

    expect(
      answerOf(await makeHandlingBench({ maxBodyBytes: 9_999 }).receiver.receive(delivery({ body }))),
    ).toBe("413 body_too_large");
    expect(answerOf(await makeHandlingBench().receiver.receive(delivery({ body })))).toBe("200 handled");
  });
});

test("a Node stream of which somebody else has read a part is announced as consumed", async () => {
  const { receiver } = makeHandlingBench();
  const stream = Readable.from([taskAdded.slice(0, 10), taskAdded.slice(10)]);
  await new Promise((resolve) => stream.once("data", resolve));
  stream.pause();

  expect(answerOf(await receiver.receive(delivery({ body: stream })))).toBe("500 body_consumed");
});

const sources: readonly (readonly [string, (error: unknown) => unknown])[] = [
  ["a Node stream", (error) => new Readable({ read: () => {} }).once("newListener", fail(error))],
  ["a web stream", (error) => new ReadableStream({ pull: (controller) => controller.error(error) })],
  ["a promise", (error) => Promise.reject(error)],
];

/** Fails a stream once somebody listens to it. */
function fail(error: unknown) {
  return function (this: Readable): void {
    queueMicrotask(() => this.destroy(error as Error));
  };
}

describe.each(sources)("the error of %s that has a status", (_title, make) => {
  test.each<[Readonly<Record<string, unknown>>, string]>([
    [{ status: 413 }, "413 body_too_large"],
    [{ statusCode: 413 }, "413 body_too_large"],
    [{ status: 415 }, "415 unsupported_encoding"],
    [{ status: 408 }, "408 body_timeout"],
    [{ status: 400 }, "400 body_aborted"],
    [{ status: 500 }, "500 internal_error"],
    [{ status: 200 }, "400 body_aborted"],
    [{ status: "500" }, "400 body_aborted"],
    [{}, "400 body_aborted"],
  ])("%j is answered with %s, and is the cause", async (facts, answer) => {
    const { receiver, told } = makeHandlingBench();
    const error = Object.assign(new Error("of the source"), facts);
    const body = make(error);

    expect(answerOf(await receiver.receive(delivery({ body })))).toBe(answer);
    expect(told[0]?.detail).toMatchObject({ error: { cause: error } });
  });
});

test.each([
  [{ status: 400 }, "400 malformed_json"],
  [{ statusCode: 400 }, "400 malformed_json"],
  [{ statusCode: 413 }, "413 body_too_large"],
  [{ statusCode: 500 }, "500 internal_error"],
  [{ status: "400" }, "500 internal_error"],
  [{}, "500 internal_error"],
])("a getter of the body that throws an error with %j is answered with %s", async (facts, answer) => {
  const { receiver } = makeHandlingBench();
  const sent = Object.defineProperty({ ...delivery() }, "body", {
    get() {
      throw Object.assign(new Error("Invalid JSON"), facts);
    },
  });

  expect(answerOf(await receiver.receive(sent))).toBe(answer);
});

test("a getter of the body that throws a SyntaxError has read the body, and kept nothing", async () => {
  const { receiver, told } = makeHandlingBench();
  const sent = {
    ...delivery(),
    get body() {
      return JSON.parse("{");
    },
  };

  expect(answerOf(await receiver.receive(sent))).toBe("500 body_consumed");
  expect(only(told, "failed").error.cause).toBeInstanceOf(SyntaxError);
});

test.each([undefined, null, "SyntaxError", 5])("a getter of the body may throw %j", async (thrown) => {
  const { receiver, told } = makeHandlingBench();
  const sent = {
    ...delivery(),
    get body(): never {
      throw thrown;
    },
  };

  expect(answerOf(await receiver.receive(sent))).toBe("500 internal_error");
  expect(only(told, "failed").error.cause).toBe(thrown);
});

test("a parsed body that is no object is measured too", async () => {
  const tryWith = async (maxBodyBytes: number) =>
    answerOf(await makeHandlingBench({ maxBodyBytes }).receiver.receive(delivery({ body: true })));

  expect([await tryWith(3), await tryWith(4)]).toEqual(["413 body_too_large", "400 malformed_envelope"]);
});

test("text of as many characters as bytes are allowed is too long if one takes more than a byte", async () => {
  const tryWith = async (body: string) =>
    answerOf(await makeHandlingBench({ maxBodyBytes: 300 }).receiver.receive(delivery({ body })));

  expect(await tryWith(taskAdded.replace("task-31", "x".repeat(307 - taskAdded.length)))).toBe("200 handled");
  expect(await tryWith(taskAdded.replace("task-31", `${"x".repeat(306 - taskAdded.length)}é`))).toBe(
    "413 body_too_large",
  );
});
