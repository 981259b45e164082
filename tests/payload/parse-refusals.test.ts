import { type ErrorCode, parseEvent, ReceiverError } from "optimizely-cmp-webhooks";
import { describe, expect, test } from "vitest";
import { fixtures } from "../fixtures/events.js";
import { thrownBy } from "../receiver/kit.js";
import { taskAdded } from "../support/recorder.js";

type Body = string | Uint8Array | object;

/** The refusal; an error if there is none, or if something else is thrown. */
function refusalOf(body: unknown): ReceiverError {
  const thrown = thrownBy(() => parseEvent(body as Body));
  if (thrown instanceof ReceiverError) return thrown;
  throw new Error("something else was thrown", { cause: thrown });
}

const utf8 = new TextEncoder();
const nested = (levels: number, open: string, close: string): string =>
  open.repeat(levels) + close.repeat(levels);

const notJson: readonly [string, Body][] = [
  ["no text", ""],
  ["no bytes", new Uint8Array()],
  ["white space", " \n"],
  ["a byte order mark alone", "\uFEFF"],
  ["a byte order mark alone, in bytes", Uint8Array.of(0xef, 0xbb, 0xbf)],
  ["two byte order marks", `\uFEFF\uFEFF${taskAdded}`],
  ["two byte order marks, in bytes", utf8.encode(`\uFEFF\uFEFF${taskAdded}`)],
  ["half a byte order mark", Uint8Array.of(0xef, 0xbb, ...utf8.encode(taskAdded))],
  ["a byte order mark at the end", `${taskAdded}\uFEFF`],
  ["a word", "undefined"],
  ["NaN", '{"event_name":"x","data":{"a":NaN}}'],
  ["half of it", taskAdded.slice(0, -1)],
  ["two of it", taskAdded + taskAdded],
  ["a comma at the end", taskAdded.replace(/\}$/, ",}")],
  ["a comment", `${taskAdded} // by CMP`],
  ["single quotes", taskAdded.replaceAll('"', "'")],
  ["a line end within a text", taskAdded.replace("task-31", "task\n31")],
  ["a NUL after it", `${taskAdded}\u0000`],
  ["UTF-16", Buffer.from(`\uFEFF${taskAdded}`, "utf16le")],
  ["Latin 1", Buffer.from(taskAdded.replace("task-31", "tâche"), "latin1")],
  ["half a character", utf8.encode(taskAdded.replace("task-31", "🔑")).subarray(0, 50)],
  ["a character that ends too early", Buffer.concat([Buffer.from('{"a":"'), Buffer.of(0xf0, 0x9f, 0x22)])],
  ["a longer form of a character than needed", Buffer.of(0x22, 0xc0, 0xaf, 0x22)],
  ["a surrogate in UTF-8", Buffer.of(0x22, 0xed, 0xa0, 0x80, 0x22)],
  ["a character beyond Unicode", Buffer.of(0x22, 0xf4, 0x90, 0x80, 0x80, 0x22)],
  ["100,000 brackets that are never closed", "[".repeat(100_000)],
];

describe("malformed_json", () => {
  test.each(notJson)("is what becomes of %s", (_title, body) => {
    const refusal = refusalOf(body);

    expect(refusal).toMatchObject({ name: "ReceiverError", code: "malformed_json", status: 400, issues: [] });
    expect(refusal.cause).toBeInstanceOf(Error);
  });

  test("leaves nothing behind for the next body", () => {
    refusalOf(Uint8Array.of(0xf0, 0x9f));
    refusalOf(Uint8Array.of(0xef, 0xbb));

    expect(parseEvent(utf8.encode(taskAdded))).toEqual(JSON.parse(taskAdded));
  });
});

const noEnvelopes = [
  "null",
  "5",
  "true",
  '"x"',
  "[]",
  "{}",
  `[${taskAdded}]`,
  '{"event_name":"task_added"}',
  '{"data":{}}',
  ...["5", "null", "true", '""', "[]", '["task_added"]', "{}"].map(
    (name) => `{"event_name":${name},"data":{}}`,
  ),
  ...["5", "null", "true", '""', '"{}"', "[]", "[{}]"].map((data) => `{"event_name":"x","data":${data}}`),
  `{"__proto__":${taskAdded}}`,
  `{"constructor":{"prototype":${taskAdded}}}`,
];

const noEvents: readonly [string, unknown][] = [
  ["null", null],
  ["undefined", undefined],
  ["a number", 5],
  ["a bigint", 5n],
  ["a symbol", Symbol("x")],
  ["a function", () => taskAdded],
  ["an empty object", {}],
  ["an object without a prototype", Object.create(null)],
  ["an empty list", []],
  ["a list with the members of an event", Object.assign([], { event_name: 5, data: {} })],
  ["a date", new Date(0)],
  ["a map", new Map([["event_name", "task_added"]])],
  ["a String object", Object(taskAdded)],
  ["a name that is an object", { event_name: { toString: () => "task_added" }, data: {} }],
  ["data that is a function", { event_name: "x", data: () => {} }],
];

describe("malformed_envelope", () => {
  test.each(noEnvelopes)("is what becomes of the text %s", (text) => {
    expect(refusalOf(text)).toMatchObject({ code: "malformed_envelope", status: 400, issues: [] });
    expect(refusalOf(utf8.encode(text)).code).toBe("malformed_envelope");
  });

  test.each(noEvents)("is what becomes of %s, where it stands for parsed JSON", (_title, body) => {
    expect(refusalOf(body).code).toBe("malformed_envelope");
  });
});

describe("payload_mismatch", () => {
  test.each<[string, object, object[]]>([
    ["a missing member", {}, [{ path: "data.task", expected: "object", received: "missing" }]],
    ["null", { task: null }, [{ path: "data.task", expected: "object", received: "null" }]],
    ["a list", { task: [] }, [{ path: "data.task", expected: "object", received: "array" }]],
    [
      "several",
      { task: { id: 5, links: { self: false } } },
      [
        { path: "data.task.id", expected: "string", received: "number" },
        { path: "data.task.links.self", expected: "string", received: "boolean" },
      ],
    ],
  ])("tells where the data differ: %s", (_title, data, issues) => {
    const refusal = refusalOf({ event_name: "task_added", data });

    expect(refusal).toMatchObject({ code: "payload_mismatch", status: 422 });
    expect(refusal.issues).toEqual(issues);
  });

  test("does not take for a member what is on a prototype", () => {
    const { data } = fixtures.task_added;
    const refusal = refusalOf({ event_name: "task_added", data: Object.create(data) });

    expect(refusal.issues).toEqual([{ path: "data.task", expected: "object", received: "missing" }]);
  });

  test("names 20 issues at the most, however many there are", () => {
    const data = { ...fixtures.task_asset_modified.data, attributes_changed: new Array(100_000).fill(5) };
    const { issues } = refusalOf({ event_name: "task_asset_modified", data });

    expect(issues).toHaveLength(20);
    expect(issues[19]).toEqual({
      path: "data.attributes_changed[19]",
      expected: "string",
      received: "number",
    });
  });

  test("never repeats a value of the payload", () => {
    const data = { task: { id: ["private"], links: "private" } };

    expect(JSON.stringify(refusalOf({ event_name: "task_added", data }))).not.toContain("private");
  });
});

describe("100,000 levels of nesting", () => {
  const deep = nested(100_000, '{"a":', "}").replace("}", "1}");
  const codes: readonly (ErrorCode | undefined)[] = [
    undefined,
    "malformed_json",
    "malformed_envelope",
    "payload_mismatch",
  ];

  test.each([
    ["an unknown event", `{"event_name":"x","data":${deep}}`],
    ["an unknown member", taskAdded.replace('"data":{', `"data":{"later":${deep},`)],
    ["a member that is not meant so", taskAdded.replace('"task-31"', deep)],
    ["brackets around nothing", nested(100_000, "[", "]")],
    ["brackets in a member", taskAdded.replace('"task-31"', nested(100_000, "[", "]"))],
  ])("are answered, not thrown at the process: %s", (_title, text) => {
    let refusal: ReceiverError | undefined;
    try {
      parseEvent(text);
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(ReceiverError);
      refusal = thrown as ReceiverError;
    }
    expect(codes).toContain(refusal?.code);
  });
});
