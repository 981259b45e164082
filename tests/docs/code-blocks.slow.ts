import { describe, expect, test } from "vitest";
import { type Block, fencesIn, findBlocks, inComments } from "./blocks.js";
import { compile } from "./compile.js";

const compiled = ["ts", "js"];
const others = ["sh", "json", "sql", "text", "mermaid"];

const blocks = findBlocks();
const isOptedOut = ({ note }: Block): boolean => note.startsWith("no-compile");

test("every block of code compiles", () => {
  const code = blocks.filter((block) => compiled.includes(block.language) && !isOptedOut(block));
  expect(code.length).toBeGreaterThan(15);
  expect(compile(code).join("\n")).toBe("");
});

test("no block opts out", () => {
  expect(blocks.filter(isOptedOut).map(({ file, line, note }) => `${file}:${line} ${note}`)).toEqual([]);
});

test("the language of every block is one that is compiled, or one that is not code", () => {
  const known = [...compiled, ...others];
  const unknown = blocks.filter(({ language }) => !known.includes(language));
  expect(unknown.map(({ file, line, language }) => `${file}:${line} ${language}`)).toEqual([]);
});

describe("the search for blocks", () => {
  test("finds fences, indented ones as well, and their notes", () => {
    const lines = ["a", "```ts no-compile a reason", "1;", "```", "1. b", "   ```js", "   2;", "   ```"];
    expect(fencesIn("x.md", lines)).toEqual([
      { file: "x.md", line: 3, language: "ts", note: "no-compile a reason", code: "1;" },
      { file: "x.md", line: 7, language: "js", note: "", code: "2;" },
    ]);
  });

  test("finds fences and examples in doc comments", () => {
    const lines = [
      "/**",
      " * ```ts",
      " * 1;",
      " * ```",
      " */",
      "  /**",
      "   * @example",
      "   * 2;",
      "   * @see 3",
      "   */",
    ];
    expect(inComments("x.ts", lines)).toMatchObject([
      { line: 3, language: "ts", code: "1;" },
      { line: 8, language: "ts", code: "2;" },
    ]);
  });
});

test("a block that does not compile is reported with its place in the document", () => {
  const [block] = fencesIn("x.md", ["", "```ts", "export const one: number =", '  "1";', "```"]);
  expect(block && compile([block])).toEqual([
    "x.md:3: TS2322: Type 'string' is not assignable to type 'number'.",
  ]);
});
