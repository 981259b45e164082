/*
 * The few figures that a list of measurements is summed up in. Medians and quartiles, and no means: one disturbed round
 * moves a mean, but not these.
 */

/** The middle of a list, and the range that holds the middle half of it. */
export interface Quartiles {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** The median and the quartiles; between two values, the share of each by its distance. */
export function quartilesOf(values: readonly number[]): Quartiles {
  if (values.length === 0) throw new RangeError("There are no values to take the median of");
  if (!values.every(Number.isFinite)) throw new RangeError(`Not all are numbers: ${values.join(", ")}`);
  const sorted = values.toSorted((a, b) => a - b);
  return { low: quantile(sorted, 0.25), median: quantile(sorted, 0.5), high: quantile(sorted, 0.75) };
}

/** The middle of a list. */
export function medianOf(values: readonly number[]): number {
  return quartilesOf(values).median;
}

/**
 * How many times `theirs` `ours` is. Each round is compared with itself, and the median taken of the ratios: what slows
 * down a whole round slows down both sides, and falls out.
 */
export function ratioOf(ours: readonly number[], theirs: readonly number[]): Quartiles {
  if (theirs.some((value) => value <= 0)) {
    throw new RangeError(`A ratio to what is not above 0 says nothing: ${theirs.join(", ")}`);
  }
  return quartilesOf(pairUp(ours, theirs).map(([our, their]) => our / their));
}

/** How much more than `theirs` `ours` is, round by round as in {@link ratioOf}. */
export function differenceOf(ours: readonly number[], theirs: readonly number[]): Quartiles {
  return quartilesOf(pairUp(ours, theirs).map(([our, their]) => our - their));
}

function pairUp(ours: readonly number[], theirs: readonly number[]): (readonly [number, number])[] {
  if (ours.length !== theirs.length) {
    throw new RangeError(`${ours.length} rounds cannot be paired with ${theirs.length}`);
  }
  return ours.flatMap((our, round) => {
    const their = theirs[round];
    return their === undefined ? [] : [[our, their] as const];
  });
}

function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}
