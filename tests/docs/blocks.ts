/*
 * Finds the code in the documents and in the doc comments of the source.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The project's folder. */
export const root = join(import.meta.dirname, "../..");

/** A piece of code in a document or a doc comment. */
export interface Block {
  /** The file, from the project's folder on. */
  readonly file: string;
  /** The line on which the code begins, counted from 1. */
  readonly line: number;
  /** The first word of the fence, such as `ts`. */
  readonly language: string;
  /** What else the fence says. */
  readonly note: string;
  readonly code: string;
}

/**
 * All blocks of README.md, docs/ and the doc comments in src/. Without those that are a file under examples/frameworks,
 * whose imports are not installed here: `npm run test:frameworks` runs the file.
 */
export function findBlocks(): readonly Block[] {
  const documents = ["README.md", ...filesIn("docs", ".md")];
  const sources = filesIn("src", ".ts");
  const examples = new Set(
    ["ts", "js"].flatMap((type) => filesIn("examples/frameworks", `.${type}`)).map(textOf),
  );
  return [
    ...documents.flatMap((file) => fencesIn(file, linesOf(file))),
    ...sources.flatMap((file) => inComments(file, linesOf(file))),
  ].filter(({ code }) => !examples.has(`${code}\n`));
}

function textOf(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

/** The text of a file of the project, line by line. */
export function linesOf(file: string): readonly string[] {
  return textOf(file).split("\n");
}

/** The blocks between fences; a fence may be indented, as in a list. */
export function fencesIn(file: string, lines: readonly string[], first = 1): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; at++) {
    const [, indent, mark, language, note] =
      /^(\s*)(`{3,}|~{3,})\s*(\S*)\s*(.*)$/.exec(lines[at] ?? "") ?? [];
    if (indent === undefined || mark === undefined) continue;
    const begin = at + 1;
    do at++;
    while (at < lines.length && lines[at]?.trim() !== mark);
    const code = lines.slice(begin, at).map((line) => line.slice(indent.length));
    blocks.push({
      file,
      line: first + begin,
      language: language ?? "",
      note: note ?? "",
      code: code.join("\n"),
    });
  }
  return blocks;
}

/** The blocks in doc comments: between fences, or after `@example` without any. */
export function inComments(file: string, lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; at++) {
    if (!/^\s*\/\*\*/.test(lines[at] ?? "")) continue;
    const begin = at;
    while (at < lines.length && !lines[at]?.includes("*/")) at++;
    const comment = lines.slice(begin, at + 1).map((line) => line.replace(/^\s*(\/\*\*|\*\/|\*) ?/, ""));
    const fences = fencesIn(file, comment, begin + 1);
    blocks.push(...fences, ...(fences.length > 0 ? [] : examplesIn(file, comment, begin + 1)));
  }
  return blocks;
}

function examplesIn(file: string, comment: readonly string[], first: number): Block[] {
  const blocks: Block[] = [];
  for (const [at, line] of comment.entries()) {
    if (!line.startsWith("@example")) continue;
    const rest = comment.slice(at + 1);
    const length = rest.findIndex((next) => /^@\w/.test(next));
    const code = rest.slice(0, length < 0 ? undefined : length).map((text) => text.replace(/\*\/\s*$/, ""));
    blocks.push({ file, line: first + at + 1, language: "ts", note: "", code: code.join("\n") });
  }
  return blocks;
}

function filesIn(folder: string, extension: string): string[] {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(extension))
    .map((file) => `${folder}/${file}`)
    .sort();
}
