/* The table of ratios, each with its goal. */
import { allocations, amountOf, cpu, type Effort } from "./http.js";
import { imports, inside } from "./process.js";
import { formatRatio, ratioOf, type Series, showMedian, table } from "./statistics.js";

/** This package, the one it is compared with, and the highest ratio that is a success. */
type Pair = readonly [title: string, ours: string, reference: string, goal?: number];

/** Those that are measured at the same time: a server that waits long loses memory and compiled code. */
const groups: readonly (readonly Pair[])[] = [
  [
    ["node, to a bare server with the same bytes", "node", "bare", 1.12],
    ["node, to octokit", "node", "octokit"],
    ["node, to linear", "node", "linear"],
  ],
  [
    ["Express, to by hand", "express", "express by hand", 0.75],
    ["Express, to standardwebhooks", "express", "express standardwebhooks"],
    ["Express, to stripe", "express", "express stripe"],
  ],
  [["Fastify, to by hand", "fastify", "fastify by hand", 1.12]],
  [["fetch on Hono's server, to Hono by hand", "fetch", "hono by hand", 1.2]],
];

const insidePairs: readonly Pair[] = [
  ["in process, to verify + JSON.parse + dispatch", "ours", "bare", 1.5],
  ["in process, to octokit", "ours", "octokit"],
];

const namesOf = (pairs: readonly Pair[]): readonly string[] => [
  ...new Set(pairs.flatMap(([, ours, reference]) => [ours, reference])),
];

/** Measures all ratios. @returns a table of Markdown */
export async function goals(effort: Effort): Promise<string> {
  const { rounds, amount } = effort;
  const rows: string[][] = [];
  for (const pairs of groups) {
    rows.push(...rowsOf(pairs, await cpu(namesOf(pairs), { amount }, rounds), "µs of CPU", 1));
  }
  for (const [kind, title, goal] of [
    ["text", "1 MB of text", 1.05],
    ["dense", "1 MB of small members", 1.35],
  ] as const) {
    const load = { kind, amount: amountOf(effort, kind, 1_000_000) };
    const series = await cpu(["bare", "node"], load, rounds);
    rows.push(...rowsOf([[`${title}, to bare`, "node", "bare", goal]], series, "µs of CPU", 0));
  }
  const bytes = await allocations(["bare", "node"], effort);
  rows.push(...rowsOf([["bytes allocated, to bare", "node", "bare", 1.2]], bytes, "bytes", 0));
  const times = await inside(namesOf(insidePairs), Math.ceil(rounds / 2));
  rows.push(...rowsOf(insidePairs, times, "ns", 0));
  rows.push(await importRow(rounds));
  return table(["path", "this package", "the other", "ratio (quartiles)", "goal"], rows);
}

function rowsOf(pairs: readonly Pair[], series: Series, unit: string, digits: number): string[][] {
  return pairs.map(([title, ours, reference, goal]) => {
    const ratio = ratioOf(series, ours, reference);
    const medians = [ours, reference].map((name) => showMedian(series, name, digits, unit));
    return [title, ...medians, formatRatio(ratio), verdictOf(ratio.median, goal)];
  });
}

/** A figure meets its goal as it is printed. */
function verdictOf(value: number, goal: number | undefined, digits = 2, unit = ""): string {
  if (goal === undefined) return "";
  return `≤ ${goal.toFixed(digits)}${unit}: ${Number(value.toFixed(digits)) <= goal ? "met" : "**missed**"}`;
}

async function importRow(rounds: number): Promise<string[]> {
  const names = ["optimizely-cmp-webhooks", "empty-package"];
  const series = await imports(names, rounds * 2);
  const medians = names.map((name) => showMedian(series, name, 1, "ms"));
  const more = medians.map(Number.parseFloat).reduce((ours, empty) => ours - empty);
  const verdict = verdictOf(more, 2.5, 1, " ms");
  return ["import of the core, to an empty package", ...medians, `${more.toFixed(1)} ms more`, verdict];
}
