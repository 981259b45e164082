import { expect, test } from "vitest";
import { copyAs } from "../../src/cli/inspector/copy-as.js";
import { DeliveryStore } from "../../src/cli/inspector/store.js";
import type { Detail } from "../../src/cli/inspector/wire.js";
import { createEvent, eventNames } from "../../src/cli/library.js";
import { compile } from "../docs/compile.js";
import { isThorough } from "../support/thorough.js";

const target = "http://127.0.0.1:3000/";

function detailOf(body: string): Detail {
  const store = new DeliveryStore(() => undefined);
  const facts = { status: 200, code: "handled", ms: 1, reply: "", target: "", steps: [], headers: {} };
  store.add({ ...facts, origin: "received", at: 0, label: "POST /", text: body });
  const detail = store.get(1);
  if (detail === undefined) throw new Error("It was not kept");
  return detail;
}

const changed = createEvent("task_added", { data: { task: { id: "31" } } });
const { data } = createEvent("asset_published");

const bodies: readonly (readonly [what: string, body: unknown, holds: string])[] = [
  ["an event with other values", changed, 'createEvent("task_added", {'],
  [
    "an event without an optional member",
    { event_name: "asset_published", data: { ...data, assets: {} } },
    "undefined",
  ],
  [
    "an event that is not as typed",
    { event_name: "task_added", data: { task: { id: 5 } } },
    "const event = {",
  ],
  ["an event of a later version", { event_name: "new_event", data: { "a-b": 1 } }, 'event_name: "new_event"'],
  [
    "an event that sets a prototype",
    JSON.parse('{"event_name":"x","data":{"__proto__":{"a":1}}}'),
    'const event = "{',
  ],
  ["code in the name of an event", { event_name: '");process.exit();("', data: {} }, "is acknowledged"],
  [
    "an array of what looks like code",
    { event_name: "x", data: { items: ["a: 1", '"a": 1', "`\\"] } },
    "items: [",
  ],
];

const thorough = test.runIf(isThorough);

thorough("a copied test and handler compile, whatever the delivery", () => {
  const blocks = bodies.flatMap(([, body], index) =>
    (["test", "handler"] as const).map((kind, of) => ({
      ...{ file: `copied-${kind}`, line: index * 2 + of, language: "ts", note: "" },
      code: copyAs(kind, detailOf(JSON.stringify(body)), target),
    })),
  );
  expect(compile(blocks)).toEqual([]);
});

test.each(bodies)("a copied test of %s holds what it should", (_what, body, holds) => {
  const code = copyAs("test", detailOf(JSON.stringify(body)), target);
  expect(code).toContain(holds);
  expect(code).toMatch(/^[\n\x20-\x7e]+$/);
});

test.each(eventNames)("the sample of %s is copied as createEvent alone", (name) => {
  const code = copyAs("test", detailOf(JSON.stringify(createEvent(name))), target);
  expect(code).toContain(`const event = createEvent("${name}");`);
});

test("a copied command line is one of text, whatever is in the body", () => {
  const code = copyAs(
    "curl",
    detailOf(`{"event_name":"it's $(id) \`id\`","data":{"a":"\u202e\u00e9"}}`),
    target,
  );
  expect(code).toContain(`--data-raw '{"event_name":"it'\\''s $(id) \`id\`","data":{"a":"\\u202e\\u00e9"}}'`);
});

test("a fixture is the body, and of what is not JSON its text", () => {
  expect(JSON.parse(copyAs("fixture", detailOf(JSON.stringify(changed)), target))).toEqual(changed);
  expect(copyAs("fixture", detailOf("{"), target)).toBe("{");
});
