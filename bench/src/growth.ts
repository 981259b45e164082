/* The table of how cost grows. */
import { amountOf, cpu, type Effort } from "./http.js";
import type { Load } from "./load.js";
import { held } from "./process.js";
import { formatRatio, ratioOf, showMedian, table } from "./statistics.js";

/** Measures each step against the bare server. @returns a table of Markdown */
export async function growth(effort: Effort): Promise<string> {
  const { amount } = effort;
  const rows: string[][] = [];
  for (const handlers of [1, 10, 100]) {
    const title = handlers === 1 ? "1 handler" : `${handlers} handlers`;
    rows.push(await step(title, { amount: Math.ceil(amount / 2) }, effort, handlers));
  }
  for (const connections of [1, 10, 100, 500]) {
    const title = connections === 1 ? "1 connection" : `${connections} connections`;
    rows.push(await step(title, { amount: Math.ceil(amount / 2), connections }, effort));
  }
  for (const length of [10_000, 100_000, 1_000_000]) {
    const load = { kind: "text", length, amount: Math.ceil(amountOf(effort, "text", length) / 2) } as const;
    rows.push(await step(`body of ${length / 1000} kB`, load, effort));
  }
  const bytes = [await held("ours", 10_000), await held("bare", 10_000)];
  rows.push(["10,000 in flight", ...bytes.map((value) => `${value.toFixed(0)} bytes each`), ""]);
  return table(["step", "this package", "bare", "ratio (quartiles)"], rows);
}

async function step(title: string, load: Load, { rounds }: Effort, handlers = 1): Promise<string[]> {
  const series = await cpu(["bare", "node"], load, rounds, handlers);
  const medians = ["node", "bare"].map((name) => showMedian(series, name, "µs of CPU"));
  return [title, ...medians, formatRatio(ratioOf(series, "node", "bare"))];
}
