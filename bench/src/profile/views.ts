/*
 * What can be looked at: who is set against whom, and what both of them do.
 */
import type { Spent } from "../children/profiler.js";
import type { Child } from "../processes.js";
import type { Comparison, Heading, ViewName } from "./comparison.js";
import { accepted, importing, receiving, refused, type Subject, serving } from "./subject.js";

/** A comparison of one with another. */
export interface View extends Heading {
  /** How many pieces of work there are in one turn of a subject. */
  readonly count: number;
  /** Both subjects, as the columns have them. */
  start(load: Child): Promise<readonly [Subject, Subject]>;
}

/** Turns of each subject. They alternate, since the machine is now slow and now fast. */
const turns = 12;

function served(
  title: string,
  columns: View["columns"],
  flood: (count: number) => Parameters<typeof serving>[2],
  count: number,
): View {
  const [ours, theirs] = columns;
  return {
    title,
    columns,
    count,
    start: async (load) => [
      await serving(ours, load, flood(count)),
      await serving(theirs, load, flood(count)),
    ],
  };
}

function inside(title: string, way: "core" | "fetch", count: number, columns = plain): View {
  const [ours, theirs] = columns;
  return {
    title,
    columns,
    count,
    start: async () => [await receiving(ours, way, count), await receiving(theirs, way, count)],
  };
}

const plain: View["columns"] = ["ours", "bare"];
const atOnce: View["columns"] = ["ours, at once", "bare, at once"];

const onNode = ["node ours", "node bare"] as const;
const small = (count: number) => accepted("small", count);

/** By name, all that can be looked at. */
export const views: Readonly<Record<ViewName, View>> = {
  small: served("A small delivery over HTTP", onNode, small, 5_000),
  linear: served("A small delivery, beside Linear's", ["node ours", "linear"], small, 5_000),
  octokit: served("A small delivery, beside Octokit's", ["node ours", "octokit"], small, 5_000),
  fastify: served("A small delivery in Fastify", ["fastify ours", "fastify by hand"], small, 5_000),
  core: inside("A small delivery in process", "core", 40_000),
  "core-at-once": inside("With handlers that return at once", "core", 40_000, atOnce),
  hono: served("A small delivery through Hono's server", ["fetch ours", "fetch bare"], small, 5_000),
  fetch: inside("A small delivery from Request to Response", "fetch", 4_000),
  large: served("1 MB", onNode, (count) => accepted("large", count), 60),
  "large-dense": served("1 MB of small members", onNode, (count) => accepted("large-dense", count), 40),
  "refusal-close": served("A refused body of 1 MB, close", onNode, (count) => refused("close", count), 200),
  "refusal-keep-alive": served(
    "A refused body of 1 MB, keep-alive",
    onNode,
    (count) => refused("keep-alive", count),
    200,
  ),
  import: {
    title: "The import",
    columns: ["ours", "empty module"],
    count: 4,
    start: async () => [importing("optimizely-cmp-webhooks", 4), importing("./empty.js", 4)],
  },
};

/** Has both of a view do their work in turns, and tells where the time went. */
export async function compare(view: View, load: Child): Promise<Comparison> {
  const [ours, theirs] = await view.start(load);
  for (const subject of [ours, theirs]) {
    for (let turn = 0; turn < turns / 4; turn += 1) await subject.work();
    await subject.start();
  }
  for (let turn = 0; turn < turns; turn += 1) {
    await ours.work();
    await theirs.work();
  }
  const perPiece = (spent: readonly Spent[]): readonly Spent[] =>
    spent.map((one) => ({ ...one, time: one.time / (turns * view.count) }));
  return [perPiece(await ours.end()), perPiece(await theirs.end())];
}
