/*
 * What the guard compares with: ratios of this package to the bare receiver, as they were when somebody recorded them.
 * Absolute times would tell of the machine; a ratio of two that ran in turns on it does so far less.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { baseOf, isOurs } from "../report/contestants.js";
import { compareAt, hasCase } from "../report/places.js";
import type { Results, SuiteName } from "../results.js";

/** One ratio of processor time. */
export interface Ratio {
  readonly suite: SuiteName;
  readonly case: string;
  readonly contestant: string;
  /** Whom it is set against. */
  readonly against: string;
  readonly ratio: number;
  /** Half the range between the quartiles of the rounds, as a share of the ratio: 0.02 is 2 %. */
  readonly spread: number;
}

/** What is kept in bench/baseline.json. */
export interface Baseline {
  /** When the run was, as ISO 8601. */
  readonly recorded: string;
  readonly node: string;
  readonly machine: string;
  readonly ratios: readonly Ratio[];
}

/** Where the baseline is kept. */
export const baselinePath: string = join(import.meta.dirname, "../../baseline.json");

/** What a run says, in the form in which it is kept. */
export function makeBaseline(results: Results): Baseline {
  const { date, machine } = results;
  return { recorded: date, node: machine.node, machine: machine.cpu, ratios: ratiosOf(results) };
}

/** Each case in which this package and the one it is set against were both measured. */
export function ratiosOf(results: Results): readonly Ratio[] {
  return results.series.flatMap((series): readonly Ratio[] => {
    const { suite, contestant, metric } = series;
    const against = baseOf(suite, contestant);
    if (metric !== "cpu" || !isOurs(contestant) || against === undefined) return [];
    const found = compareAt(results, series, against, "ratio");
    if (!found) return [];
    const spread = (found.high - found.low) / 2 / found.median;
    return [
      { suite, case: series.case, contestant, against, ratio: round(found.median), spread: round(spread) },
    ];
  });
}

/**
 * A baseline that has the ratios of this run, and of the present one those of the cases that this run left out: so one
 * suite can be recorded alone.
 */
export function renewBaseline(results: Results, present: Baseline | undefined): Baseline {
  const next = makeBaseline(results);
  const kept = (present?.ratios ?? []).filter((ratio) => !hasCase(results, ratio));
  return { ...next, ratios: [...kept, ...next.ratios].toSorted(byName) };
}

/** Reads what was recorded; `undefined` if nothing was yet. */
export function readBaseline(path: string = baselinePath): Baseline | undefined {
  try {
    return parseBaseline(readFileSync(path, "utf8"), path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Writes it so that a change of one ratio is a change of few lines. */
export function writeBaseline(baseline: Baseline, path: string = baselinePath): void {
  writeFileSync(path, `${JSON.stringify(baseline, null, 2)}\n`);
}

function parseBaseline(text: string, path: string): Baseline {
  const value: Partial<Baseline> | null = JSON.parse(text);
  const isSound =
    typeof value?.node === "string" &&
    typeof value.recorded === "string" &&
    typeof value.machine === "string" &&
    Array.isArray(value.ratios) &&
    value.ratios.every(
      (one: Partial<Ratio> | null) => Number.isFinite(one?.ratio) && Number.isFinite(one?.spread),
    );
  if (!isSound) throw new SyntaxError(`${path} is no baseline: record it anew`);
  return value as Baseline;
}

/** Names a ratio. */
export function nameRatio({
  suite,
  case: name,
  contestant,
  against,
}: Omit<Ratio, "ratio" | "spread">): string {
  return `${suite} / ${name}: ${contestant} to ${against}`;
}

function byName(one: Ratio, other: Ratio): number {
  const [left, right] = [nameRatio(one), nameRatio(other)];
  return left < right ? -1 : Number(left > right);
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
