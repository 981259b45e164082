import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { filesOf } from "../../scripts/generate/files.js";
import { airy, compact, print } from "../../scripts/generate/print.js";
import { readEvents } from "../../scripts/generate/source.js";
import { contractNames, textOf } from "./contracts.js";

test("the generator writes the same each time, and what is committed", { timeout: 30_000 }, () => {
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
  expect(print(value, compact)).toBe(`{\n "a":[1,{"b":"x y"}],\n "c":"${z}",\n "examples":[1,"${z}"]\n}`);
  expect(JSON.parse(print(value, compact))).toEqual(value);
});
