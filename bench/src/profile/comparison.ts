/*
 * What comes of a look at two: known to the report and its tests, which run nothing.
 */
import type { Spent } from "../children/profiler.js";

/** What can be looked at, in the order in which it is. */
export const viewNames = [
  "small",
  "linear",
  "octokit",
  "fastify",
  "core",
  "core-at-once",
  "fetch",
  "hono",
  "large",
  "large-dense",
  "refusal-close",
  "refusal-keep-alive",
  "import",
] as const;

/** A comparison, by name. */
export type ViewName = (typeof viewNames)[number];

/** Where the time of both went, in microseconds of a piece of work. */
export type Comparison = readonly [ours: readonly Spent[], theirs: readonly Spent[]];

/** What stands over it. */
export interface Heading {
  readonly title: string;
  /** What the columns are called. */
  readonly columns: readonly [ours: string, theirs: string];
}
