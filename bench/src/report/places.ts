/*
 * Finds series in the results by the place they were measured at.
 */
import type { Results, Series, SuiteName } from "../results.js";
import { differenceOf, type Quartiles, quartilesOf, ratioOf } from "./statistics.js";

/** What one series is found by: no two series of a run have the same. */
export interface Place {
  readonly suite: SuiteName;
  readonly case: string;
  readonly contestant: string;
  readonly metric: string;
}

/** A part of a place. A row of a table says one part of it, and a column another. */
export type Where = Readonly<Partial<Place>>;

/** How two series are set against each other. */
export type Comparison = "ratio" | "difference";

/** A place as text, for messages. */
export function nameOf({ suite, case: name, contestant, metric }: Place): string {
  return [suite, name, contestant, metric].join(" / ");
}

/** The series of a place; one without any value counts as not measured. */
export function findSeries({ series }: Results, place: Place): Series | undefined {
  const { suite, case: name, contestant, metric } = place;
  const found = series.find(
    (one) =>
      one.suite === suite && one.case === name && one.contestant === contestant && one.metric === metric,
  );
  if (!found || found.values.length === 0) return undefined;
  if (found.values.every(Number.isFinite)) return found;
  throw new RangeError(`${nameOf(place)}: not all are numbers: ${found.values.join(", ")}`);
}

/** What was measured there. */
export function figureAt(results: Results, place: Place): Quartiles | undefined {
  const found = findSeries(results, place);
  return found && quartilesOf(found.values);
}

/**
 * A contestant against another one in the same case. `undefined` when one of them was not measured, and when it is a
 * ratio to nothing, such as to a gain of memory of 0.
 */
export function compareAt(
  results: Results,
  place: Place,
  against: string,
  comparison: Comparison,
): Quartiles | undefined {
  const ours = findSeries(results, place)?.values;
  const theirs = findSeries(results, { ...place, contestant: against })?.values;
  if (!ours || !theirs) return undefined;
  if (ours.length !== theirs.length) {
    throw new RangeError(
      `${nameOf(place)}: ${ours.length} rounds, but ${against} has ${theirs.length}: a round is missing`,
    );
  }
  if (comparison === "difference") return differenceOf(ours, theirs);
  return theirs.some((value) => value <= 0) ? undefined : ratioOf(ours, theirs);
}

/** Whether a run has anything of a case: a run may leave out suites, and cases of them. */
export function hasCase({ series }: Results, { suite, case: name }: Pick<Place, "suite" | "case">): boolean {
  return series.some((one) => one.suite === suite && one.case === name && one.values.length > 0);
}
