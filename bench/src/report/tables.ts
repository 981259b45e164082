/*
 * Makes tables from their plans and the results, and writes them for a terminal and for a Markdown document.
 */
import type { Results } from "../results.js";
import { baseOf, isOurs } from "./contestants.js";
import { formatFigure, formatRatio, formatSpread, nothing } from "./format.js";
import { compareAt, findSeries, nameOf, type Place } from "./places.js";
import type { ColumnPlan, RowPlan, TablePlan } from "./plan.js";
import { medianOf } from "./statistics.js";

/** A table as text; the first column is what the row is about. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Which columns are words, and stand on the left; figures stand on the right. The first, if it is not said. */
  readonly words?: readonly number[];
}

/** The table with what was measured; `undefined` if nothing of it was. Rows without a figure are left out. */
export function makeTable(results: Results, plan: TablePlan): Table | undefined {
  const rows = plan.rows
    .map((row) => [row.label, ...plan.columns.map((column) => cellOf(results, plan, row, column))])
    .filter(([, ...cells]) => cells.some((cell) => cell !== nothing));
  if (rows.length === 0) return undefined;
  return { title: plan.title, head: [plan.corner, ...plan.columns.map(({ label }) => label)], rows };
}

/** All places that the tables show; what else is in the results is seen by nobody. */
export function placesOf(plan: TablePlan): readonly Place[] {
  return plan.rows.flatMap((row) => plan.columns.map((column) => placeOf(plan, row, column)));
}

/** With columns aligned by spaces, for a terminal. */
export function toText({ title, head, rows, words = [0] }: Table): string {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (words.includes(at) ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "-".repeat(width));
  return [title, "", ...[head, rule, ...rows].map(line)].map((text) => `${text}\n`).join("");
}

/** As Markdown, without the title; the rows of this package are bold. */
export function toMarkdown({ head, rows, words = [0] }: Table): string {
  const rule = head.map((_, at) => (words.includes(at) ? "---" : "--:"));
  const lines = rows.map(([first = "", ...cells]) => {
    const isBold = words.length === 1 && isOurs(first);
    return [isBold ? `**${escapeCell(first)}**` : escapeCell(first), ...cells.map(escapeCell)];
  });
  return [head.map(escapeCell), rule, ...lines].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** A bar would end the cell, and a line feed the table. */
function escapeCell(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll(/\s+/g, " ");
}

function cellOf(results: Results, plan: TablePlan, row: RowPlan, column: ColumnPlan): string {
  const place = placeOf(plan, row, column);
  const series = findSeries(results, place);
  if (!series) return nothing;
  const figure = formatFigure(medianOf(series.values), series.unit);
  if (column.show === "figure") return figure;
  const base = baseOf(place.suite, place.contestant);
  const ratio = base === undefined ? undefined : compareAt(results, place, base, "ratio");
  if (column.show === "ratio") return ratio ? formatSpread(ratio) : base === undefined ? "1" : nothing;
  return ratio ? `${figure} (${formatRatio(ratio.median)})` : figure;
}

function placeOf(plan: TablePlan, row: RowPlan, column: ColumnPlan): Place {
  const { part: suite, where } = plan;
  const place = { suite, ...where, ...row.where, ...column.where };
  const { case: name, contestant, metric } = place;
  if (name === undefined || contestant === undefined || metric === undefined) {
    throw new TypeError(`A cell of "${plan.title}" says not what it shows: ${JSON.stringify(place)}`);
  }
  return { suite: place.suite, case: name, contestant, metric };
}

/** What was measured and stands in no table: a name was changed on one side only. */
export function listUnshown({ series }: Results, plans: readonly TablePlan[]): readonly string[] {
  const shown = new Set(plans.flatMap(placesOf).map(nameOf));
  return series.map(nameOf).filter((name) => !shown.has(name));
}
