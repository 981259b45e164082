/*
 * Made-up results, so that no test measures anything.
 */
import type { Place } from "../../bench/src/report/places.js";
import { tablePlans } from "../../bench/src/report/plans.js";
import { placesOf } from "../../bench/src/report/tables.js";
import type { Results, Series } from "../../bench/src/results.js";
import { unitOf } from "../../bench/src/units.js";

/** What is the same in all of them. */
const frame: Omit<Results, "series"> = {
  date: "2026-11-23T10:00:00.000Z",
  command: "npm run bench",
  machine: { cpu: "AMD EPYC", cores: 2, memoryBytes: 8_000_000_000, system: "linux x64", node: "20.20.2" },
  versions: { stripe: "23.1.0", express: "5.3.0" },
  disturbed: 1,
};

/** A run that measured what is given. */
export function runOf(series: readonly Series[], changes: Partial<Results> = {}): Results {
  return { ...frame, ...changes, series };
}

/** A series; the place is as text, `suite / case / contestant / metric`. */
export function seriesOf(name: string, ...values: readonly number[]): Series {
  const [suite = "", ...rest] = name.split(" / ");
  const [case_ = "", contestant = "", metric = ""] = rest;
  const unit = unitOf(metric);
  return { suite: suite as Place["suite"], case: case_, contestant, metric, unit, values };
}

/** Everything that any table shows, in three rounds each. */
export function wholeRun(changes: Partial<Results> = {}): Results {
  const places = new Map(tablePlans.flatMap(placesOf).map((place) => [JSON.stringify(place), place]));
  const series = [...places.values()].map((place, at): Series => {
    const value = 50 + (at % 7) * 11;
    return { ...place, unit: unitOf(place.metric), values: [value, value + 1, value + 2] };
  });
  return runOf(series, changes);
}
