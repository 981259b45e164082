/*
 * Horizontal bars, in groups.
 */
import { formatRound } from "./format.js";
import { makeLinear } from "./scale.js";
import { drawFrame, drawLine, drawText, element } from "./svg.js";

/** A bar, and what is written at its end. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly note: string;
  readonly isOurs: boolean;
}

/** Bars that are to be compared with one another. */
export interface BarGroup {
  readonly name: string;
  readonly bars: readonly Bar[];
}

/** What a chart of bars is made of. */
export interface BarChart {
  readonly title: string;
  readonly unit: string;
  readonly groups: readonly BarGroup[];
}

const width = 760;
const left = 208;
/** What is written behind the longest bar has its place to the right of it. */
const right = 130;
const top = 48;
const rowHeight = 24;
const groupGap = 8;

/** The chart as a file. */
export function drawBars({ title, unit, groups }: BarChart): string {
  const bars = groups.flatMap((group) => group.bars);
  const length = bars.length + groups.length;
  const bottom = top + length * rowHeight + (groups.length - 1) * groupGap;
  const scale = makeLinear(
    bars.map(({ value }) => value),
    { from: left, to: width - right },
  );
  const description = bars.map(({ label, note }) => `${label}: ${note}`).join("; ");
  const ticks = scale.ticks.flatMap((tick) => {
    const x = scale.place(tick);
    return [
      drawLine(tick === 0 ? "axis" : "grid", [x, top], [x, bottom + 4]),
      drawText(formatRound(tick, unit), { class: "soft mid", x, y: bottom + 22 }),
    ];
  });
  return drawFrame({ width, height: bottom + 36, title, description }, [
    ...ticks,
    ...groups.flatMap((group, at) => drawGroup(group, topOf(groups, at), scale.place)),
  ]);
}

function topOf(groups: readonly BarGroup[], at: number): number {
  const rows = groups.slice(0, at).reduce((sum, { bars }) => sum + bars.length + 1, 0);
  return top + rows * rowHeight + at * groupGap;
}

function drawGroup({ name, bars }: BarGroup, y: number, place: (value: number) => number): readonly string[] {
  const rows = bars.flatMap((bar, at) => drawBar(bar, y + (at + 1) * rowHeight, place));
  return [drawText(name, { class: "group", x: 16, y: y + 17 }), ...rows];
}

function drawBar({ label, value, note, isOurs }: Bar, y: number, place: (value: number) => number): string[] {
  const end = place(value);
  const kind = isOurs ? "group" : "";
  return [
    drawText(label, { class: `${kind} end`.trim(), x: left - 8, y: y + 16 }),
    element("rect", {
      class: isOurs ? "bar ours" : "bar",
      x: left,
      y: y + 3,
      width: end - left,
      height: rowHeight - 6,
    }),
    drawText(note, { class: `note ${kind || "soft"}`, x: end + 6, y: y + 16 }),
  ];
}
