/* Interleaved rounds, and the medians of their ratios. */

/** The middle of a series, and the bounds of its middle half. */
interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The median and the quartiles of a series; NaN for an empty one. */
function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/** The ratio of two contestants, round by round: what disturbed one round disturbed both. */
export function ratioOf(series: Series, ours: string, reference: string): Spread {
  const others = seriesOf(series, reference);
  return spreadOf(seriesOf(series, ours).map((value, round) => value / (others[round] ?? Number.NaN)));
}

/** The median of one contestant in four digits, with its unit: `12.52 ms`. */
export function showMedian(series: Series, name: string, unit: string): string {
  return `${Number(spreadOf(seriesOf(series, name)).median.toPrecision(4))} ${unit}`;
}

/** `1.12 (1.10 to 1.15)` */
export function formatRatio({ median, low, high }: Spread): string {
  return `${median.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

/** A table of Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The values of each contestant, in the order of the rounds. */
export type Series = ReadonlyMap<string, readonly number[]>;

/** @param rows the values of all contestants, for each round */
export function seriesFrom(names: readonly string[], rows: readonly (readonly number[])[]): Series {
  return new Map(names.map((name, at) => [name, rows.map((row) => row[at] ?? Number.NaN)]));
}

function seriesOf(series: Series, name: string): readonly number[] {
  return series.get(name) ?? [];
}
