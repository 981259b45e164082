/* The table of ratios, each with its goal. */
import { allocations, amountOf, cpu, type Effort } from "./http.js";
import { imports, inside } from "./process.js";
import { formatRatio, ratioOf, type Series, showMedian, table } from "./statistics.js";

/** This package, the one it is compared with, and the highest ratio that is a success. */
type Pair = readonly [title: string, ours: string, reference: string, goal?: number];

/** The two of a pair are measured at the same time, and no others. */
const small: readonly Pair[] = [
  ["node, to a bare server with the same bytes", "node", "bare", 1.12],
  ["node, to octokit", "node", "octokit"],
  ["node, to linear", "node", "linear"],
  ["Express, to by hand", "express", "express by hand", 0.75],
  ["Express, to standardwebhooks", "express", "express standardwebhooks"],
  ["Express, to stripe", "express", "express stripe"],
  ["Fastify, to by hand", "fastify", "fastify by hand", 1.12],
  ["fetch on Hono's server, to Hono by hand", "fetch", "hono by hand", 1.2],
];

const within: readonly Pair[] = [
  ["in process, to verify + JSON.parse + dispatch", "ours", "bare", 1.5],
  ["in process, to octokit", "ours", "octokit"],
];

/** Measures all ratios. @returns a table of Markdown */
export async function goals(effort: Effort): Promise<string> {
  const { rounds, amount } = effort;
  const rows: string[][] = [];
  for (const pair of small)
    rows.push(medianRow(pair, "µs of CPU", await cpu(both(pair), { amount }, rounds)));
  for (const [kind, title, goal] of [
    ["text", "1 MB of text, to bare", 1.05],
    ["dense", "1 MB of small members, to bare", 1.35],
  ] as const) {
    const load = { kind, amount: amountOf(effort, kind, 1_000_000) };
    const pair = [title, "node", "bare", goal] as const;
    rows.push(medianRow(pair, "µs of CPU", await cpu(both(pair), load, rounds)));
  }
  const bytes = ["bytes allocated, to bare", "node", "bare", 1.2] as const;
  rows.push(medianRow(bytes, "bytes", await allocations(both(bytes), effort)));
  for (const pair of within) rows.push(await insideRow(pair, rounds));
  rows.push(await importRow(rounds));
  return table(["path", "this package", "the other", "ratio (quartiles)", "goal"], rows);
}

function both([, ours, reference]: Pair): readonly [string, string] {
  return [ours, reference];
}

function medianRow([title, ours, reference, goal]: Pair, unit: string, series: Series): string[] {
  const ratio = ratioOf(series, ours, reference);
  const medians = [ours, reference].map((name) => showMedian(series, name, unit));
  return [title, ...medians, formatRatio(ratio), verdictOf(ratio.median, goal)];
}

/** A figure meets its goal as it is printed. */
function verdictOf(value: number, goal: number | undefined, digits = 2, unit = ""): string {
  if (goal === undefined) return "";
  return `≤ ${goal.toFixed(digits)}${unit}: ${Number(value.toFixed(digits)) <= goal ? "met" : "**missed**"}`;
}

async function insideRow(pair: Pair, rounds: number): Promise<string[]> {
  const times = await inside(both(pair), rounds);
  const shown = times.map((time) => `${time.toFixed(0)} ns`);
  const ratio = times[0] / times[1];
  return [pair[0], ...shown, ratio.toFixed(2), verdictOf(ratio, pair[3])];
}

async function importRow(rounds: number): Promise<string[]> {
  const [time, empty] = await imports(["optimizely-cmp-webhooks", "empty-package"], rounds);
  const more = time - empty;
  const shown = [time, empty].map((ms) => `${ms.toFixed(1)} ms`);
  const verdict = verdictOf(more, 2.5, 1, " ms");
  return ["import of the core, to an empty package", ...shown, `${more.toFixed(1)} ms more`, verdict];
}
