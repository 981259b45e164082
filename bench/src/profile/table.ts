/*
 * A comparison as a table: what each region takes, and below that the places that differ most.
 */
import type { Region, Spent } from "../children/profiler.js";
import { formatRatio } from "../report/format.js";
import type { Table } from "../report/tables.js";
import type { Comparison, Heading } from "./comparison.js";

/** How many places are shown. */
const most = 12;

const regions: Readonly<Record<Region, string>> = {
  receiver: "Receiver and handlers, `JSON.parse` included",
  packages: "Other packages",
  node: "Node's own modules",
  system: "V8, Node's native code and the system",
  collector: "The collector of garbage",
  unseen: "Not seen: reads of the system, other threads",
};

/** The table of a view, in microseconds. */
export function tabulate({ title, columns }: Heading, comparison: Comparison): Table {
  const [ours, theirs] = comparison;
  const total = row("**Together**", sumOf(ours), sumOf(theirs));
  const byRegion = Object.entries(regions).map(([region, label]) => {
    const inRegion = (spent: readonly Spent[]): number => sumOf(spent.filter((one) => one.region === region));
    return row(`**${label}**`, inRegion(ours), inRegion(theirs));
  });
  const head = ["Where", ...columns, "more"];
  return {
    title: `${title}, µs of one`,
    head,
    rows: [total, ...byRegion, ...placesOf(comparison)],
    words: [0],
  };
}

function placesOf([ours, theirs]: Comparison): (readonly string[])[] {
  const mine = byPlace(ours);
  const other = byPlace(theirs);
  return [...new Set([...mine.keys(), ...other.keys()])]
    .map((place) => [place, mine.get(place) ?? 0, other.get(place) ?? 0] as const)
    .toSorted((one, another) => Math.abs(another[1] - another[2]) - Math.abs(one[1] - one[2]))
    .slice(0, most)
    .map(([place, our, their]) => row(`\`${place}\``, our, their));
}

/** The time of each place. */
function byPlace(spent: readonly Spent[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { place, region, time } of spent) {
    if (region !== "unseen") times.set(place, (times.get(place) ?? 0) + time);
  }
  return times;
}

function sumOf(spent: readonly Spent[]): number {
  return spent.reduce((sum, { time }) => sum + time, 0);
}

function row(label: string, ours: number, theirs: number): readonly string[] {
  return [label, ...[ours, theirs, ours - theirs].map(formatRatio)];
}
