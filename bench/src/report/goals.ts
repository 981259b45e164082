/*
 * What this package sets itself to cost, and whether a run says that it does.
 */
import type { Results } from "../results.js";
import { type Comparison, compareAt, figureAt, type Place } from "./places.js";
import type { Quartiles } from "./statistics.js";

/** One goal: a figure that must not be above another. */
export interface Goal {
  readonly path: string;
  readonly place: Place;
  /** The other contestant, and what is looked at; without one, it is the figure itself. */
  readonly against?: string;
  readonly by: Comparison | "figure";
  readonly atMost: number;
  /** What is hoped for beyond that. */
  readonly stretch?: number;
  /** The unit of `atMost`; a ratio is `times`. */
  readonly unit: "times" | "ms" | "bytes";
}

/** What became of a goal in one run. */
export interface Judgement {
  readonly goal: Goal;
  readonly verdict: "met" | "missed" | "not measured";
  readonly measured?: Quartiles;
  /** Whether what was hoped for was reached too. */
  readonly isStretched: boolean;
}

const http = (name: string, contestant: string): Place => {
  return { suite: "http", case: name, contestant, metric: "cpu" };
};
const times = { by: "ratio", unit: "times" } as const;

/** A refused body is 1 MB: who holds more than that after a round of them has kept bodies. */
const oneBody = 1_000_000;

const refusalGoals = ["close", "keep-alive"].flatMap((name): readonly Goal[] => {
  const place = (metric: string): Place => ({ suite: "refusal", case: name, contestant: "ours", metric });
  const path = `a refused body of 1 MB, ${name}`;
  return [
    { path: `${path}: CPU, to bare`, place: place("cpu"), against: "bare", ...times, atMost: 1.1 },
    { path: `${path}: memory, to bare`, place: place("rss"), against: "bare", ...times, atMost: 1.1 },
    { path: `${path}: gain of memory`, place: place("held"), by: "figure", unit: "bytes", atMost: oneBody },
  ];
});

/** Below these sizes it is the request that is weighed, and not its body. */
const bodyGoals = Object.entries({ "1 MiB": "1048576", "4 MiB": "4194304" }).map(([label, name]): Goal => {
  const place: Place = { suite: "body", case: name, contestant: "node ours", metric: "held per byte" };
  return { path: `a body of ${label}: peak memory per byte`, place, by: "figure", unit: "times", atMost: 3 };
});

const smallOverHttp: readonly Goal[] = [
  {
    path: "node, small: CPU, to bare",
    place: http("small", "node ours"),
    against: "node bare",
    ...times,
    atMost: 1.1,
    stretch: 1.05,
  },
  {
    path: "node, small: CPU, to Linear's",
    place: http("small", "node ours"),
    against: "linear",
    ...times,
    atMost: 0.5,
  },
  {
    path: "node, small: CPU, to Octokit's",
    place: http("small", "node ours"),
    against: "octokit",
    ...times,
    atMost: 0.38,
  },
  {
    path: "Express, small: CPU, to by hand",
    place: http("small", "express ours"),
    against: "express by hand",
    ...times,
    atMost: 1,
  },
  {
    path: "Fastify, small: CPU, to by hand",
    place: http("small", "fastify ours"),
    against: "fastify by hand",
    ...times,
    atMost: 1.1,
  },
];

/** All goals, in the order in which they are shown. */
export const goals: readonly Goal[] = [
  ...smallOverHttp,
  {
    path: "Fetch in process, small: CPU, to bare",
    place: { suite: "fetch", case: "small", contestant: "ours", metric: "cpu" },
    against: "bare",
    ...times,
    atMost: 1.1,
  },
  {
    path: "core in process, small: CPU, to bare",
    place: { suite: "core", case: "small", contestant: "ours", metric: "cpu" },
    against: "bare",
    ...times,
    atMost: 1.5,
  },
  {
    path: "the same, with handlers that return at once",
    place: { suite: "core", case: "small", contestant: "ours, at once", metric: "cpu" },
    against: "bare, at once",
    ...times,
    atMost: 1.5,
  },
  {
    path: "node, 1 MB: CPU, to bare",
    place: http("large", "node ours"),
    against: "node bare",
    ...times,
    atMost: 1.05,
  },
  ...refusalGoals,
  {
    path: "import, more than an empty module",
    place: { suite: "start", case: "-", contestant: "ours", metric: "import" },
    against: "empty module",
    by: "difference",
    unit: "ms",
    atMost: 3,
  },
  ...bodyGoals,
];

/** What a run says of each goal. The median decides; the quartiles tell how sure that is. */
export function judgeGoals(results: Results, list: readonly Goal[] = goals): readonly Judgement[] {
  return list.map((goal) => {
    const measured = measure(results, goal);
    if (!measured) return { goal, verdict: "not measured", isStretched: false };
    const verdict = measured.median <= goal.atMost ? "met" : "missed";
    return {
      goal,
      verdict,
      measured,
      isStretched: measured.median <= (goal.stretch ?? Number.NEGATIVE_INFINITY),
    };
  });
}

function measure(results: Results, { place, against, by }: Goal): Quartiles | undefined {
  if (by === "figure") return figureAt(results, place);
  if (against === undefined) throw new TypeError(`A ${by} wants somebody to be set against`);
  return compareAt(results, place, against, by);
}
