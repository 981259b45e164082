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
  const measure = async (
    pair: Pair,
    unit: string,
    digits: number,
    one: (names: string[]) => Promise<Series>,
  ) => {
    const [title, ours, reference, goal] = pair;
    const series = await one([ours, reference]);
    const ratio = ratioOf(series, ours, reference);
    const medians = [ours, reference].map((name) => showMedian(series, name, digits, unit));
    rows.push([title, ...medians, formatRatio(ratio), verdictOf(ratio.median, goal)]);
  };
  for (const pair of small) await measure(pair, "µs of CPU", 1, (names) => cpu(names, { amount }, rounds));
  for (const [kind, title, goal] of [
    ["text", "1 MB of text, to bare", 1.05],
    ["dense", "1 MB of small members, to bare", 1.35],
  ] as const) {
    const load = { kind, amount: amountOf(effort, kind, 1_000_000) };
    const pair = [title, "node", "bare", goal] as const;
    await measure(pair, "µs of CPU", 0, (names) => cpu(names, load, Math.ceil(rounds / 2)));
  }
  const bytes = ["bytes allocated, to bare", "node", "bare", 1.2] as const;
  await measure(bytes, "bytes", 0, (names) => allocations(names, effort));
  for (const pair of within) await measure(pair, "ns", 0, (names) => inside(names, Math.ceil(rounds / 4)));
  rows.push(await importRow(Math.ceil(rounds / 2)));
  return table(["path", "this package", "the other", "ratio (quartiles)", "goal"], rows);
}

/** A figure meets its goal as it is printed. */
function verdictOf(value: number, goal: number | undefined, digits = 2, unit = ""): string {
  if (goal === undefined) return "";
  return `≤ ${goal.toFixed(digits)}${unit}: ${Number(value.toFixed(digits)) <= goal ? "met" : "**missed**"}`;
}

async function importRow(rounds: number): Promise<string[]> {
  const names = ["optimizely-cmp-webhooks", "empty-package"];
  const series = await imports(names, rounds);
  const medians = names.map((name) => showMedian(series, name, 1, "ms"));
  const more = medians.map(Number.parseFloat).reduce((ours, empty) => ours - empty);
  const verdict = verdictOf(more, 2.5, 1, " ms");
  return ["import of the core, to an empty package", ...medians, `${more.toFixed(1)} ms more`, verdict];
}
