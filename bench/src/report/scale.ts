/*
 * The axes of a chart: where a value lies, and which values are written beside the axis.
 */

/** An axis from `from` to `to`, which are pixels. */
export interface Scale {
  readonly place: (value: number) => number;
  readonly ticks: readonly number[];
}

/** Pixels between which an axis runs. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** An axis that begins with 0, with some four ticks at round values, the last of them above all values. */
export function makeLinear(values: readonly number[], span: Span): Scale {
  const step = roundStep(Math.max(0, ...values) / 4);
  const count = Math.max(1, Math.ceil(Math.max(0, ...values) / step - 1e-9));
  const ticks = Array.from({ length: count + 1 }, (_, at) => at * step);
  return { ticks, place: (value) => between(span, Math.max(0, value) / (count * step)) };
}

/** An axis on which each power of ten is as long as the next, from the power below all values to the one above. */
export function makeLogarithmic(values: readonly number[], span: Span): Scale {
  checkPositive(values);
  const first = Math.floor(Math.log10(Math.min(...values)) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...values)) - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => 10 ** (first + at));
  return { ticks, place: (value) => between(span, (Math.log10(value) - first) / (last - first)) };
}

/** The same, from the first value to the last, with a tick at each of them: for cases that somebody chose. */
export function makeChosen(values: readonly number[], span: Span): Scale {
  checkPositive(values);
  const first = Math.log10(Math.min(...values));
  const length = Math.log10(Math.max(...values)) - first || 1;
  return { ticks: values, place: (value) => between(span, (Math.log10(value) - first) / length) };
}

/** The least of 1, 2, 2.5, 5 and 10, times a power of ten, that is not below the value. */
function roundStep(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 2.5, 5].find((one) => one * power >= value * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function between({ from, to }: Span, share: number): number {
  return from + (to - from) * share;
}

function checkPositive(values: readonly number[]): void {
  if (values.length === 0 || values.some((value) => value <= 0)) {
    throw new RangeError(`No such logarithms: ${values.join(", ")}`);
  }
}
