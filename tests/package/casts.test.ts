/* A cast is where the compiler believes us: there are few, and none of them is hidden in a small folder. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { root } from "../support/packed.js";

const src = join(root, "src");
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));

test.each([...new Set(files.map(dirname))])("src/%s has at most 3 casts per 1,000 lines", (folder) => {
  const sources = files.filter((file) => dirname(file) === folder).map(parse);
  const casts = sources.flatMap(castsIn);
  const lines = sources.reduce((sum, source) => sum + source.getLineStarts().length, 0);
  expect(casts.length, casts.join("\n")).toBeLessThanOrEqual((3 * lines) / 1_000);
});

test.each([
  ["value as string", 1],
  ["value as unknown as string", 2],
  ["value!.length", 1],
  ["<string>value", 1],
  ["[1] as const", 0],
  ["<const>[1]", 0],
  ["value satisfies string", 0],
])("%s: counted %i times", (text, count) => {
  expect(castsIn(ts.createSourceFile("example.ts", text, ts.ScriptTarget.Latest, true))).toHaveLength(count);
});

function parse(file: string): ts.SourceFile {
  const text = readFileSync(join(src, file), "utf8");
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

/** `value as Type`, `<Type>value` and `value!`, and where. */
function castsIn(node: ts.Node): string[] {
  const within: string[] = [];
  ts.forEachChild(node, (child) => {
    within.push(...castsIn(child));
  });
  return isCast(node) ? [`${node.getSourceFile().fileName}: ${node.getText()}`, ...within] : within;
}

function isCast(node: ts.Node): boolean {
  if (ts.isAssertionExpression(node)) return !ts.isConstTypeReference(node.type);
  return ts.isNonNullExpression(node);
}
