/*
 * Writes the tables of docs/hosts.md from what a run has seen. Rows of hosts that were not run stay as they are.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/packed.js";
import type { Framework } from "./framework.js";
import { frameworks } from "./hosts.js";

/** What one case got from one host. */
export interface Cell {
  readonly name: string;
  readonly seen: string;
  /** Why the host answers otherwise than the others, if it does. */
  readonly why: string | undefined;
  /** What is wrong; empty when nothing is. */
  readonly complaint: string;
}

/** One host after all cases. */
export interface Outcome {
  readonly framework: Framework;
  readonly title: string;
  readonly version: string;
  readonly cells: readonly Cell[];
}

/** The columns, each with the cases that it stands for. */
const groups: readonly (readonly [title: string, names: RegExp])[] = [
  ["Accepted", /^a delivery|^an unknown event/],
  ["Refused", /secret|no JSON|no event|throws|GET/],
  ["Over the limit", /over the limit/],
  ["Too slow", /does not end|stalls/],
  ["Next delivery", /^after a refusal/],
];

const file = join(root, "docs/hosts.md");

/** Writes what was seen into the document. */
export function writeDocument(outcomes: readonly Outcome[]): void {
  const text = readFileSync(file, "utf8");
  const names = new Set(outcomes.map(({ framework }) => framework.name));
  const results = merge(rowsIn(text, "results"), names, outcomes.map(resultOf));
  const answers = merge(rowsIn(text, "answers"), names, outcomes.flatMap(answersOf));
  const families = new Map(frameworks.map((framework) => [framework.name, framework]));
  const platforms = [...families.values()].map(
    ({ name, title, family = title, afterwards, limits }) =>
      `| ${link(name, family)} | ${afterwards} | ${limits} |`,
  );
  writeFileSync(
    file,
    [
      ["results", `| Host | Version | Run on | ${groups.map(([title]) => title).join(" | ")} |`, results],
      ["answers", "| Host | Case | Response | Why |", answers],
      ["platforms", "| Host | Does work continue after the response? | Limits of its own |", platforms],
    ].reduce(
      (written, [name, head, rows]) => replace(written, String(name), String(head), [...(rows ?? [])]),
      text,
    ),
  );
}

/** Old rows of hosts that were run, or that are no more, are dropped; the order is that of the frameworks. */
function merge(
  old: readonly string[],
  names: ReadonlySet<string>,
  fresh: readonly string[],
): readonly string[] {
  const kept = old.filter((row) => place(row) >= 0 && !names.has(frameworks[place(row)]?.name ?? ""));
  return [...kept, ...fresh].sort((left, right) => place(left) - place(right));
}

/** Rows begin with the title, which a variant goes on. */
function place(row: string): number {
  const rows = frameworks.map(({ name, title }) => ({
    starts: `| [${title}`,
    ends: `](frameworks/${name}.md) |`,
  }));
  return rows.findIndex(({ starts, ends }) => row.startsWith(starts) && row.includes(ends));
}

function resultOf({ framework, title, version, cells }: Outcome): string {
  const today = new Date().toISOString().slice(0, 10);
  const seen = groups.map(([, names]) => {
    const group = cells.filter(({ name }) => names.test(name));
    const bad = group.filter(({ complaint }) => complaint !== "").length;
    const other = group.filter(({ why }) => why !== undefined).length;
    return bad > 0 ? `${bad} fail` : other > 0 ? `${group.length - other} of ${group.length}` : "all";
  });
  return `| ${link(framework.name, title)} | ${version} | ${today} | ${seen.join(" | ")} |`;
}

function answersOf({ framework, title, cells }: Outcome): string[] {
  return cells
    .filter(({ why }) => why !== undefined)
    .map(({ name, seen, why }) => `| ${link(framework.name, title)} | ${name} | ${seen} | ${why} |`);
}

function link(name: string, title: string): string {
  return `[${title}](frameworks/${name}.md)`;
}

function rowsIn(text: string, name: string): string[] {
  const [, part = ""] = text.split(`<!-- ${name} -->\n`);
  return part.split("\n").filter((line) => line.startsWith("| ["));
}

function replace(text: string, name: string, head: string, rows: readonly string[]): string {
  const mark = `<!-- ${name} -->\n`;
  const [before, , after] = text.split(mark);
  if (after === undefined) throw new Error(`docs/hosts.md must contain ${mark.trim()} twice`);
  const line = head.replace(/[^|]+/g, "---");
  return [before, `\n${[head, line, ...rows].join("\n")}\n\n`, after].join(mark);
}
