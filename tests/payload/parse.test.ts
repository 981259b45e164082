import { type AnyEvent, type EventName, isKnownEvent, parseEvent } from "optimizely-cmp-webhooks";
import { describe, expect, expectTypeOf, test } from "vitest";
import { fixtures } from "../fixtures/events.js";
import { taskAdded } from "../support/recorder.js";

const parsed: { readonly event_name: string; readonly data: object } = JSON.parse(taskAdded);
const bytes = new TextEncoder().encode(taskAdded);
const mark = [0xef, 0xbb, 0xbf];

/** The bytes in the middle of a larger buffer. */
function viewOf(content: Uint8Array): Uint8Array {
  const around = new Uint8Array(content.length + 10).fill(0x7b);
  around.set(content, 5);
  return around.subarray(5, 5 + content.length);
}

test.each<[string, string | Uint8Array | object]>([
  ["text", taskAdded],
  ["text with a byte order mark", `\uFEFF${taskAdded}`],
  ["text with white space around it", `\t\r\n ${taskAdded} \n`],
  ["bytes", bytes],
  ["bytes with a byte order mark", Uint8Array.of(...mark, ...bytes)],
  ["bytes in the middle of a buffer", viewOf(bytes)],
  ["a Buffer", Buffer.from(taskAdded)],
  ["a part of a Buffer", Buffer.from(`xx${taskAdded}yy`).subarray(2, -2)],
  ["a DataView", new DataView(viewOf(bytes).buffer, 5, bytes.length)],
  ["a parsed object", parsed],
])("an event is read from %s", (_title, body) => {
  expect(parseEvent(body)).toEqual(parsed);
});

test.each(Object.entries(fixtures))("%s keeps its wire form", (name, fixture) => {
  const event = parseEvent(JSON.stringify(fixture));

  expect(event).toEqual(fixture);
  expect(event.event_name).toBe(name);
  expect(isKnownEvent(event)).toBe(true);
});

test("a parsed object is the event itself, and is not changed", () => {
  const body = Object.freeze({ ...parsed, data: Object.freeze(parsed.data) });

  expect(parseEvent(body)).toBe(body);
});

test("members that no source shows are kept, at the top and in the data", () => {
  const body = { ...parsed, sent_at: "later", data: { ...parsed.data, priority: [1, { deep: null }] } };

  expect(parseEvent(JSON.stringify(body))).toEqual(body);
});

test("characters beyond ASCII come out as they went in", () => {
  const text = taskAdded.replace("task-31", "tâche-密-🔑-\u0000");
  const event = parseEvent(new TextEncoder().encode(text.replace("\u0000", "\\u0000")));

  expect(event).toHaveProperty("data.task.id", "tâche-密-🔑-\u0000");
});

describe("a misspelt name", () => {
  const misspelt: readonly [string, EventName][] = [
    ["task_metadata_modifed", "task_metadata_modified"],
    ["external_sub_step_modfied", "external_sub_step_modified"],
  ];

  test.each(misspelt)("%s is reported as %s, all else is kept", (wrong, right) => {
    const body = { later: 1, event_name: wrong, data: fixtures[right].data };
    const event = parseEvent(JSON.stringify(body));

    expect(event).toEqual({ ...body, event_name: right });
    expect(isKnownEvent(event)).toBe(true);
  });

  test.each(misspelt)("%s is put right on a copy, never on the object that was passed", (wrong, right) => {
    const body = Object.freeze({ event_name: wrong, data: fixtures[right].data, later: 1 });
    const event = parseEvent(body);

    expect(event).toEqual({ ...body, event_name: right });
    expect(body.event_name).toBe(wrong);
    expect(event.data).toBe(body.data);
  });

  test.each(misspelt)("%s does not keep the data from being checked", (wrong) => {
    expect(() => parseEvent({ event_name: wrong, data: {} })).toThrow(
      expect.objectContaining({ code: "payload_mismatch" }),
    );
  });

  test("a member named __proto__ stays a member on the copy", () => {
    const [wrong, right] = ["task_metadata_modifed", "task_metadata_modified"] as const;
    const text = JSON.stringify({ event_name: wrong, data: fixtures[right].data });
    const event = parseEvent(text.replace("{", '{"__proto__":{"polluted":1},'));

    expect(Object.keys(event)).toContain("__proto__");
    expect(event).not.toHaveProperty("polluted");
    expect(Object.getPrototypeOf(event)).toBe(Object.prototype);
  });
});

describe("an unknown name", () => {
  test.each([
    "brand_new",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "*",
    "error",
    "?",
    "data",
    " task_added",
    "Task_Added",
    "\u0000",
    "\ud800",
    "🔑",
    "x".repeat(80),
  ])("is no fault, for instance %s", (event_name) => {
    const body = { event_name, data: { task: 5 } };
    const event = parseEvent(JSON.stringify(body));

    expect(event).toEqual(body);
    expect(isKnownEvent(event)).toBe(false);
  });
});

test("a member named __proto__ pollutes nothing", () => {
  const event = parseEvent(taskAdded.replace('"data":{', '"data":{"__proto__":{"polluted":1},'));

  expect(event.data).not.toHaveProperty("polluted");
  expect({}).not.toHaveProperty("polluted");
});

test("of a member that comes twice the last one counts", () => {
  expect(parseEvent(`{"event_name":"brand_new",${taskAdded.slice(1)}`)).toEqual(parsed);
  expect(parseEvent(`${taskAdded.slice(0, -1)},"event_name":"brand_new"}`).event_name).toBe("brand_new");
});

test.each(["1e999", "-1e999", "123456789012345678901234567890", "5e-324", "-0"])(
  "the number %s is no fault",
  (number) => {
    const event = parseEvent(`{"event_name":"brand_new","data":{"number":${number}}}`);

    expect(event.data).toEqual({ number: Number(number) });
  },
);

test("lone surrogates in a text are no fault", () => {
  expect(parseEvent(taskAdded.replace("task-31", "\\ud800"))).toHaveProperty("data.task.id", "\ud800");
  expect(parseEvent(taskAdded.replace("task-31", "\udc00"))).toHaveProperty("data.task.id", "\udc00");
});

test("what comes back is a known event or an unknown one, for the compiler as well", () => {
  expectTypeOf(parseEvent).returns.toEqualTypeOf<AnyEvent>();
  expectTypeOf(parseEvent).parameters.toEqualTypeOf<[body: string | Uint8Array | object]>();
});
