/*
 * What a run of the benchmarks finds out: a flat list of series, which every measurement adds to and every table, chart
 * and check reads from.
 */

/** What can be measured, in the order in which it is; each suite is one file of `bench/src/suites`. */
export const suiteNames = [
  "http",
  "refusal",
  "core",
  "fetch",
  "start",
  "compile",
  "size",
  "handlers",
  "connections",
  "body",
  "in-flight",
] as const;

/** What was measured. */
export type SuiteName = (typeof suiteNames)[number];

/** The figures of one contestant in one case, a figure for each round, in the order of the rounds. */
export interface Series {
  readonly suite: SuiteName;
  /** What was sent, or how much of it: `small`, `preview`, `large`; `1`, `10`, `100` where cost is watched as it grows. */
  readonly case: string;
  /** Who took part: `node bare`, `node ours`, `express by hand`, `octokit`. */
  readonly contestant: string;
  /** What was counted: `cpu`, `requests`, `p50`, `p99`, `rss`, `import`, `first answer`, `check`, `gzip`, `held`. */
  readonly metric: string;
  /** `us`, `ms`, `bytes`, `1/s`, `count`. */
  readonly unit: string;
  readonly values: readonly number[];
}

/** One run, and all that has to be known to believe it. */
export interface Results {
  /** When it began, as ISO 8601. */
  readonly date: string;
  /** The command line that was given. */
  readonly command: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryBytes: number;
    readonly system: string;
    readonly node: string;
  };
  /** By package name, what was installed. */
  readonly versions: Readonly<Record<string, string>>;
  /** How many rounds were thrown away, and run again, because neighbours used the processor meanwhile. */
  readonly disturbed: number;
  readonly series: readonly Series[];
}
