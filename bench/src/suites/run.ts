import type { Options } from "../options.js";
import { stopAll } from "../processes.js";
import type { Series } from "../results.js";
import type { Rounds } from "../rounds.js";

/** What a suite is given. */
export interface Run {
  readonly options: Options;
  readonly rounds: Rounds;
}

/** A suite: measures, and gives what it has found. */
export type Suite = (run: Run) => Promise<Series[]>;

/** Measures case by case, those that are asked for, and ends all children after each, also after one that fails. */
export async function eachCase<Case>(
  { options }: Run,
  cases: readonly Case[],
  measure: (name: Case) => Promise<Series[]>,
): Promise<Series[]> {
  const series: Series[] = [];
  for (const name of cases) {
    if (options.cases && !options.cases.includes(String(name))) continue;
    try {
      series.push(...(await measure(name)));
    } finally {
      await stopAll();
    }
  }
  return series;
}

/** As `eachCase`, for cases that are steps of one thing: a quick run takes the first and the last. */
export function eachStep<Case>(
  run: Run,
  steps: readonly Case[],
  measure: (step: Case) => Promise<Series[]>,
): Promise<Series[]> {
  const ends = steps.filter((_, place) => place === 0 || place === steps.length - 1);
  return eachCase(run, run.options.quick ? ends : steps, measure);
}

/** Where a percent counts and turns are cheap, as with the small body, there are so many rounds at least. */
export function roundsOf({ options }: Run, atLeast: number): number {
  return options.quick ? options.rounds : Math.max(atLeast, options.rounds);
}
