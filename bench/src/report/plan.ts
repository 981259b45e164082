/*
 * What a table is described by: where it takes its figures from. What a cell shows is what its row and its column say
 * together. And the words that plans are written in.
 */

import type { SuiteName } from "../results.js";
import { hosts } from "./contestants.js";
import type { Where } from "./places.js";

/** What a cell has: the figure, its ratio to the base of its host with quartiles, or the figure and the ratio in short. */
export type Show = "figure" | "ratio" | "both";

/** One line of a table. */
export interface RowPlan {
  readonly label: string;
  readonly where: Where;
}

/** One column. */
export interface ColumnPlan {
  readonly label: string;
  readonly where: Where;
  readonly show: Show;
}

/** One table. */
export interface TablePlan {
  /** The part of docs/performance.md that it stands in. */
  readonly part: SuiteName;
  readonly title: string;
  /** What stands over the first column. */
  readonly corner: string;
  readonly where: Where;
  readonly rows: readonly RowPlan[];
  readonly columns: readonly ColumnPlan[];
}

/** A row for each contestant. */
export const byContestant = (contestants: readonly string[]): readonly RowPlan[] =>
  contestants.map((contestant) => ({ label: contestant, where: { contestant } }));

/** A row for each case, by its name in the results, with the label that stands for it. */
export const byCase = (labels: Readonly<Record<string, string>>): readonly RowPlan[] =>
  Object.entries(labels).map(([name, label]) => ({ label, where: { case: name } }));

/** A row for each contestant of a suite, host by host. */
export const everyone = (part: SuiteName): readonly RowPlan[] =>
  byContestant((hosts[part] ?? []).flatMap(({ contestants }) => contestants));

/** A column of figures alone. */
export const figure = (label: string, where: Where): ColumnPlan => ({ label, where, show: "figure" });

/** A column of figures, each with its ratio in brackets. */
export const both = (label: string, metric: string): ColumnPlan => ({
  label,
  where: { metric },
  show: "both",
});

/** Two columns: processor time, and what it is a multiple of. */
export const cpu = (label: string, where: Where): readonly ColumnPlan[] => [
  { label, where: { ...where, metric: "cpu" }, show: "figure" },
  { label: "ratio", where: { ...where, metric: "cpu" }, show: "ratio" },
];
