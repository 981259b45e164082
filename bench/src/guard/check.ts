/*
 * Finds what has become slower since the baseline was recorded.
 */
import { formatRatio } from "../report/format.js";
import { hasCase } from "../report/places.js";
import { type Table, toText } from "../report/tables.js";
import type { Results } from "../results.js";
import { type Baseline, nameRatio, type Ratio, ratiosOf } from "./baseline.js";

/**
 * What a ratio may be over its baseline by, as a share of it.
 *
 * The least is 8 %: two runs differ by more than their rounds show, by where code and heap happen to lie in a process,
 * and a step that costs less is not worth a red build. Where the rounds themselves differ more, it is three times the
 * recorded spread, which is half the range between the quartiles. And never over 25 %, however restless the recording
 * was: a guard that allows more lets a real slide pass, so then it is better to record again on a quieter machine.
 *
 * A simulation of normal noise, 20,000 pairs of runs without any slide, fails so often by mistake, for each ratio:
 *
 * | deviation of a round | 15 rounds | 31 rounds | 81 rounds | finds a slide of 20 % |
 * |---|---|---|---|---|
 * | 4 % | never | never | never | always |
 * | 6 % | 1 in 3,000 | never | never | in 97 of 100 |
 * | 10 % | 1 in 600 | never | never | in every second run |
 * | 20 % | 1 in 120 | 1 in 3,000 | never | in every fifth |
 *
 * With some fifty ratios, 20 % asks for 31 rounds; what rounds cannot mend is that a restless machine hides a small slide.
 */
export const tolerance = { least: 0.08, spreads: 3, most: 0.25 } as const;

/** What became of one ratio. */
export interface Verdict {
  readonly name: string;
  /**
   * `slid`: slower than the baseline allows. `faster`: better by more than the tolerance, so that the baseline should be
   * recorded anew. `missing`: recorded, and not measured although others were in that case. `left out`: its case did not run.
   * `new`: measured, and never recorded.
   */
  readonly outcome: "held" | "slid" | "faster" | "missing" | "left out" | "new";
  readonly recorded?: number;
  readonly measured?: number;
  /** The largest ratio that passes. */
  readonly limit?: number;
}

/** A verdict on each ratio of the baseline, and after them those that it does not have. */
export function check(results: Results, baseline: Baseline): Verdict[] {
  const measured = new Map(ratiosOf(results).map((ratio) => [nameRatio(ratio), ratio]));
  const known = new Set(baseline.ratios.map(nameRatio));
  const unknown = [...measured].filter(([name]) => !known.has(name));
  return [
    ...baseline.ratios.map((ratio) => judge(results, ratio, measured.get(nameRatio(ratio)))),
    ...unknown.map(([name, { ratio }]): Verdict => ({ name, outcome: "new", measured: ratio })),
  ];
}

/** How far over its baseline a ratio may be. */
export function toleranceOf({ spread }: Pick<Ratio, "spread">): number {
  return Math.min(tolerance.most, Math.max(tolerance.least, tolerance.spreads * spread));
}

/** Whether the check has failed: something slid or is missing, or nothing could be compared at all. */
export function hasFailed(verdicts: readonly Verdict[]): boolean {
  const count = (...outcomes: readonly Verdict["outcome"][]): number =>
    verdicts.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return count("slid", "missing") > 0 || count("held", "faster") === 0;
}

/** What makes the comparison less sure than it looks. */
export function warningsOf({ machine }: Results, baseline: Baseline): readonly string[] {
  const warnings: string[] = [];
  if (majorOf(machine.node) !== majorOf(baseline.node)) {
    warnings.push(
      `The baseline was recorded with Node ${baseline.node}, and this is Node ${machine.node}: compared nevertheless`,
    );
  }
  if (machine.cpu !== baseline.machine) {
    warnings.push(`The baseline was recorded on ${baseline.machine}, and this is ${machine.cpu}`);
  }
  return warnings;
}

/** The verdicts and the warnings as text; the verdicts that want something to be done come last. */
export function describeVerdicts(verdicts: readonly Verdict[], warnings: readonly string[]): string {
  const isQuiet = ({ outcome }: Verdict): boolean => outcome === "held" || outcome === "left out";
  const rows = [...verdicts.filter(isQuiet), ...verdicts.filter((verdict) => !isQuiet(verdict))].map(
    ({ name, recorded, measured, limit, outcome }) => {
      const figures = [recorded, measured, limit].map((value) =>
        value === undefined ? "" : formatRatio(value),
      );
      return [name, ...figures, outcome];
    },
  );
  const head = ["CPU", "recorded", "now", "at most", "verdict"];
  const table: Table = { title: "Against the baseline", head, rows, words: [0, 4] };
  return [toText(table), ...warnings.map((text) => `Warning: ${text}.\n`), `${summarize(verdicts)}\n`].join(
    "\n",
  );
}

function judge(results: Results, recorded: Ratio, now: Ratio | undefined): Verdict {
  const name = nameRatio(recorded);
  if (!now) {
    return {
      name,
      outcome: hasCase(results, recorded) ? "missing" : "left out",
      recorded: recorded.ratio,
    };
  }
  const share = toleranceOf(recorded);
  const limit = recorded.ratio * (1 + share);
  const outcome = now.ratio > limit ? "slid" : now.ratio < recorded.ratio * (1 - share) ? "faster" : "held";
  return { name, outcome, recorded: recorded.ratio, measured: now.ratio, limit };
}

function summarize(verdicts: readonly Verdict[]): string {
  const outcomes = [...new Set(verdicts.map(({ outcome }) => outcome))];
  const counts = outcomes.map((one) => `${verdicts.filter(({ outcome }) => outcome === one).length} ${one}`);
  return counts.join(", ") || "Nothing to compare";
}

function majorOf(node: string): string {
  return node.replace(/^v/, "").split(".", 1)[0] ?? "";
}
