/* The table of how cost grows. */
import { amountOf, cpu, type Effort } from "./http.js";
import type { Load } from "./load.js";
import { held } from "./process.js";
import { formatRatio, ratioOf, showMedian, table } from "./statistics.js";

/** Measures steps away from the small delivery of the other table. @returns a table of Markdown */
export async function growth(effort: Effort): Promise<string> {
  const { amount } = effort;
  const rows: string[][] = [];
  for (const handlers of [10, 100])
    rows.push(await step(`${handlers} handlers`, { amount }, effort, handlers));
  for (const connections of [1, 500])
    rows.push(
      await step(`${connections} connection${connections === 1 ? "" : "s"}`, { amount, connections }, effort),
    );
  for (const length of [10_000, 100_000]) {
    const load = { kind: "text", length, amount: amountOf(effort, "text", length) } as const;
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
