/*
 * Figures as a person reads them: three digits of what was measured, in the unit that keeps them short.
 */
import type { Quartiles } from "./statistics.js";

interface Scale {
  /** The least value that is written in this scale. */
  readonly from: number;
  readonly divideBy: number;
  readonly suffix: string;
  /** How many digits are worth writing; `all` for what is counted and not timed. */
  readonly digits: number | "all";
}

const bytes = (from: number, suffix: string, digits: Scale["digits"]): Scale => {
  return { from, divideBy: from || 1, suffix, digits };
};

/** For each unit its scales, the largest first. */
const scales: Readonly<Record<string, readonly Scale[]>> = {
  us: [
    { from: 1_000_000, divideBy: 1_000_000, suffix: " s", digits: 3 },
    { from: 1_000, divideBy: 1_000, suffix: " ms", digits: 3 },
    { from: 0, divideBy: 1, suffix: " µs", digits: 3 },
  ],
  ms: [
    { from: 1_000, divideBy: 1_000, suffix: " s", digits: 3 },
    { from: 0, divideBy: 1, suffix: " ms", digits: 3 },
  ],
  bytes: [bytes(1e9, " GB", 3), bytes(1e6, " MB", 3), bytes(1e3, " kB", 3), bytes(0, " B", "all")],
  "1/s": [{ from: 0, divideBy: 1, suffix: "/s", digits: 3 }],
  count: [{ from: 0, divideBy: 1, suffix: "", digits: "all" }],
  times: [{ from: 0, divideBy: 1, suffix: "", digits: 3 }],
};

/** More decimals than these would be noise. */
const maxDecimals: Readonly<Record<string, number>> = { " kB": 1, " MB": 1, " GB": 2 };

/** What stands where nothing was measured. */
export const nothing = "–";

/** For instance `27.4 µs`, `31,200/s`, `8.3 kB`; zeros at the end stay, since they were measured as well. */
export function formatFigure(value: number, unit: string): string {
  return write(value, unit, false);
}

/** The same for round numbers, on axes: `20 µs` and not `20.0 µs`. */
export function formatRound(value: number, unit: string): string {
  return write(value, unit, true);
}

/** A bare number, mostly with two decimals: `1.08`, `98.3`, `0.042`. */
export function formatRatio(value: number): string {
  if (Math.abs(value) >= 100) return group(value, 0, 0);
  return value.toFixed(Math.abs(value) < 0.1 ? 3 : Math.abs(value) < 10 ? 2 : 1);
}

/** A ratio with its quartiles: `1.08 (1.05–1.10)`. */
export function formatSpread({ low, median, high }: Quartiles): string {
  return `${formatRatio(median)} (${formatRatio(low)}–${formatRatio(high)})`;
}

function write(value: number, unit: string, isRound: boolean): string {
  const size = Math.abs(value);
  const scale = scales[unit]?.find(({ from }) => size >= from);
  if (!scale) throw new RangeError(`No such unit: ${unit}`);
  const scaled = value / scale.divideBy;
  if (scale.digits === "all") return `${group(scaled, 0, 0)}${scale.suffix}`;
  const decimals = Math.min(decimalsFor(scaled, scale.digits), maxDecimals[scale.suffix] ?? 3);
  const rounded = Number(scaled.toPrecision(scale.digits));
  return `${group(rounded, isRound ? 0 : decimals, decimals)}${scale.suffix}`;
}

function decimalsFor(value: number, digits: number): number {
  if (value === 0) return 0;
  return Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
}

function group(value: number, minimumFractionDigits: number, maximumFractionDigits: number): string {
  const text = value.toLocaleString("en-US", { minimumFractionDigits, maximumFractionDigits });
  return text === "-0" ? "0" : text;
}
