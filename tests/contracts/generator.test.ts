import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { filesOf } from "../../scripts/generate/files.js";
import { writeKeys } from "../../scripts/generate/keys.js";
import { airy, compact, print } from "../../scripts/generate/print.js";
import { readEvents, type Source } from "../../scripts/generate/source.js";
import { isThorough } from "../support/thorough.js";
import { contractNames, textOf } from "./contracts.js";

const thorough = test.runIf(isThorough);

thorough("the generator writes the same each time, and what is committed", () => {
  const source = readEvents();
  const files = filesOf(source, manifest.version);
  expect(filesOf(source, manifest.version)).toEqual(files);
  for (const [path, text] of files) {
    // The formatter has been over the source file: there, `npm run generate` and git tell.
    if (!path.endsWith(".ts")) expect(textOf(path) === text, `${path}: run npm run generate`).toBe(true);
  }
  const written = [...files.keys()].flatMap((path) => path.match(/^schemas\/(\w+)\.json$/)?.[1] ?? []);
  expect(written.sort()).toEqual(contractNames().sort());
});

test.each([
  ["no member of data", "tusk.id"],
  ["an object", "task"],
  ["a member of a string", "task.id.value"],
  ["a number", "count"],
])("a @key tag that names %s is an error", (_, key) => {
  expect(() => writeKeys(sourceWith(key))).toThrow(
    `AddedEvent: @key must be the path of a string in data, received ${key}`,
  );
});

test("a @key tag in the table of keys is the path of a string in data", () => {
  expect(writeKeys(sourceWith("task.id"))).toContain('[["added","task.id"]]');
});

/** One event, with the given tag. */
function sourceWith(key: string): Source {
  const definitions = {
    AddedEvent: { key, properties: { data: { $ref: "#/definitions/AddedData" } } },
    AddedData: { properties: { task: { $ref: "#/definitions/Task" }, count: { type: "number" } } },
    Task: { type: "object", properties: { id: { type: "string" } } },
  };
  const events = [{ name: "added", interfaceName: "AddedEvent" }];
  return { definitions, groups: [{ group: "Task", mapName: "TaskEventMap", events }] };
}

test.each([
  ["null", null, "null"],
  ["an empty object", {}, "{}"],
  ["an empty array", { a: [] }, '{ "a": [] }'],
  ["quotes", 'a"b', '"a\\"b"'],
  ["what is undefined", { a: 1, b: undefined }, '{ "a": 1 }'],
  ["what fits in a line", { a: [1, { b: 2 }] }, '{ "a": [1, { "b": 2 }] }'],
  ["what does not", { a: "x".repeat(90), b: [1] }, `{\n  "a": "${"x".repeat(90)}",\n  "b": [1]\n}`],
])("the printer lays out %s", (_, value, text) => {
  expect(print(value, airy)).toBe(text);
});

test("the compact layout spares each space, and is JSON", () => {
  const z = "z".repeat(320);
  const value = { a: [1, { b: "x y" }], c: z, examples: [1, z] };
  expect(print(value, compact)).toBe(`{\n"a":[1,{"b":"x y"}],\n"c":"${z}",\n"examples":[1,"${z}"]\n}`);
  expect(JSON.parse(print(value, compact))).toEqual(value);
});
