/*
 * The report of a run: on the terminal, and on demand in the documents.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Results } from "../results.js";
import { drawCharts } from "./chart.js";
import { chartFolder, fillDocument } from "./document.js";
import { judgeGoals } from "./goals.js";
import { tabulateGoals } from "./goals-table.js";
import { tablePlans } from "./plans.js";
import { listUnshown, makeTable, toText } from "./tables.js";

/** What to do with the results beside printing them. */
export interface ReportOptions {
  /** Whether docs/performance.md and its charts are written. */
  readonly write: boolean;
  /** The folder that they lie in. @default docs of this repository */
  readonly folder?: string;
}

/** Prints all that was measured, and writes it down if that is wanted. */
export async function report(results: Results, options: ReportOptions): Promise<void> {
  process.stdout.write(`${writeReport(results)}\n`);
  if (options.write) writeDocuments(results, options.folder ?? join(import.meta.dirname, "../../../docs"));
}

/** All tables of what was measured, and the goals, as text. */
export function writeReport(results: Results): string {
  const tables = tablePlans.flatMap((plan) => {
    const table = makeTable(results, plan);
    return table ? [toText({ ...table, title: `${plan.part}: ${table.title}` })] : [];
  });
  const unshown = listUnshown(results, tablePlans);
  const warning = unshown.length > 0 ? [`Measured, but in no table:\n${unshown.join("\n")}\n`] : [];
  return [...tables, toText(tabulateGoals(judgeGoals(results))), ...warning].join("\n");
}

function writeDocuments(results: Results, folder: string): void {
  const path = join(folder, "performance.md");
  writeFileSync(path, fillDocument(readFileSync(path, "utf8"), results));
  mkdirSync(join(folder, chartFolder), { recursive: true });
  for (const { file, svg } of drawCharts(results)) writeFileSync(join(folder, chartFolder, file), svg);
}
