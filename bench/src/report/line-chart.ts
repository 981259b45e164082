/*
 * Lines over a logarithmic axis of cases, for what grows.
 */
import { formatRound } from "./format.js";
import { makeChosen, makeLinear, makeLogarithmic, type Scale } from "./scale.js";
import { drawFrame, drawLine, drawText, element, type Point, widthOf } from "./svg.js";

/** One line; `x` is the number that the case stands for. */
export interface Line {
  readonly label: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

/** What a chart of lines is made of. */
export interface LineChart {
  readonly title: string;
  readonly xTitle: string;
  /** What is written beneath the axis, by case. */
  readonly xLabels: Readonly<Record<number, string>>;
  readonly unit: string;
  /** Logarithmic where cost is meant to grow with the case: then a straight line says that it does. */
  readonly y: "linear" | "logarithmic";
  readonly lines: readonly Line[];
}

const width = 760;
const height = 360;
const plot = { left: 84, right: width - 32, top: 76, bottom: height - 56 };
/** The classes of the style, in the order of the lines. A later line is dashed, so that one beneath it is seen. */
const kinds = ["a", "b"];

/** The chart as a file. */
export function drawLines(chart: LineChart): string {
  const points = chart.lines.flatMap((line) => line.points);
  const cases = [...new Set(points.map(({ x }) => x))].toSorted((a, b) => a - b);
  const makeY = chart.y === "linear" ? makeLinear : makeLogarithmic;
  const x = makeChosen(cases, { from: plot.left + 16, to: plot.right - 16 });
  const y = makeY(
    points.map((point) => point.y),
    { from: plot.bottom, to: plot.top },
  );
  return drawFrame({ width, height, title: chart.title, description: describe(chart) }, [
    ...drawAxes(chart, x, y),
    ...drawLegend(chart.lines),
    ...chart.lines.flatMap((line, at) => drawCurve(line, kinds[at] ?? "", x, y)),
  ]);
}

/** Every value in words. */
function describe({ lines, unit, xTitle, xLabels }: LineChart): string {
  const list = lines.map(({ label, points }) => {
    const values = points.map(({ x, y }) => `${xLabels[x] ?? x}: ${formatRound(y, unit)}`);
    return `${label}: ${values.join(", ")}`;
  });
  return `By ${xTitle}. ${list.join("; ")}`;
}

function drawAxes({ unit, xTitle, xLabels }: LineChart, x: Scale, y: Scale): readonly string[] {
  const { left, right, top, bottom } = plot;
  const across = y.ticks.flatMap((tick) => {
    const at = y.place(tick);
    const label = drawText(formatRound(tick, unit), { class: "soft end", x: left - 8, y: at + 4 });
    return at === bottom ? [label] : [drawLine("grid", [left, at], [right, at]), label];
  });
  const along = x.ticks.flatMap((tick) => {
    const at = x.place(tick);
    const label = xLabels[tick] ?? String(tick);
    return [
      drawLine("axis", [at, bottom], [at, bottom + 5]),
      drawText(label, { class: "soft mid", x: at, y: bottom + 20 }),
    ];
  });
  return [
    ...across,
    ...along,
    drawLine("axis", [left, bottom], [right, bottom]),
    drawLine("axis", [left, top], [left, bottom]),
    drawText(xTitle, { class: "soft mid", x: (left + right) / 2, y: height - 14 }),
  ];
}

function drawLegend(lines: readonly Line[]): readonly string[] {
  return lines.flatMap(({ label }, at) => {
    const before = lines.slice(0, at).reduce((sum, line) => sum + widthOf(line.label) + 56, 0);
    const x = plot.left + before;
    const kind = kinds[at] ?? "";
    return [drawLine(`line ${kind}`, [x, 52], [x + 28, 52]), drawText(label, { x: x + 36, y: 56 })];
  });
}

function drawCurve({ points }: Line, kind: string, x: Scale, y: Scale): readonly string[] {
  const places = points.map((point): Point => [x.place(point.x), y.place(point.y)]);
  const path = places.map(([left, top], at) => `${at === 0 ? "M" : "L"}${left.toFixed(1)} ${top.toFixed(1)}`);
  const dots = places.map(([cx, cy]) =>
    element("circle", { class: `dot ${kind}`, cx, cy, r: kind === "a" ? 5 : 3 }),
  );
  return [element("path", { class: `line ${kind}`, d: path.join("") }), ...dots];
}
