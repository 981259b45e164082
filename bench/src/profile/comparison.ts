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

/** All that can be looked at: comparisons, and what a body takes of memory. */
export const profileNames = [...viewNames, "body-memory"] as const;

/** One of them. */
export type ProfileName = (typeof profileNames)[number];

/** The part of docs/performance.md that it stands in. */
export const partOf = (name: ProfileName): string => `profile-${name}`;

/** Where the time of both went, in microseconds of a piece of work. */
export type Comparison = readonly [ours: readonly Spent[], theirs: readonly Spent[]];

/** What stands over it. */
export interface Heading {
  readonly title: string;
  /** What the columns are called. */
  readonly columns: readonly [ours: string, theirs: string];
}
