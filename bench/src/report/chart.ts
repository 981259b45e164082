/*
 * The charts of a run, as files that docs/performance.md shows.
 */
import type { Results, SuiteName } from "../results.js";
import { type BarGroup, drawBars } from "./bar-chart.js";
import { type ChartPlan, chartPlans } from "./chart-plans.js";
import { baseOf, type Host, hosts, isOurs } from "./contestants.js";
import { formatFigure, formatRatio } from "./format.js";
import { drawLines, type Line } from "./line-chart.js";
import { compareAt, figureAt, type Place } from "./places.js";
import { tablePlans } from "./plans.js";

/** A chart as a file. */
export interface Chart {
  readonly part: SuiteName;
  readonly file: string;
  readonly title: string;
  readonly svg: string;
}

/** The charts of what was measured; what was not has none. */
export function drawCharts(results: Results): readonly Chart[] {
  const all = [drawHttp(results), ...chartPlans.map((plan) => drawGrowth(results, plan))];
  return all.flatMap((chart) => chart ?? []);
}

function drawHttp(results: Results): Chart | undefined {
  const groups = (hosts.http ?? [])
    .map((host) => groupOf(results, host))
    .filter(({ bars }) => bars.length > 0);
  if (groups.length === 0) return undefined;
  const title = "CPU per request, small delivery (less is better; × is to the first of the group)";
  return { part: "http", file: "http.svg", title, svg: drawBars({ title, unit: "us", groups }) };
}

function groupOf(results: Results, { name, contestants }: Host): BarGroup {
  const bars = contestants.flatMap((contestant) => {
    const place: Place = { suite: "http", case: "small", contestant, metric: "cpu" };
    const value = figureAt(results, place)?.median;
    if (value === undefined) return [];
    const base = baseOf("http", contestant);
    const ratio = base === undefined ? undefined : compareAt(results, place, base, "ratio");
    const note = formatFigure(value, "us") + (ratio ? ` ×${formatRatio(ratio.median)}` : "");
    return [{ label: contestant, value, note, isOurs: isOurs(contestant) }];
  });
  return { name, bars };
}

function drawGrowth(results: Results, plan: ChartPlan): Chart | undefined {
  const { part, title, xTitle, unit, y } = plan;
  const cases = casesOf(part);
  const lines = Object.entries(plan.contestants)
    .map(([contestant, label]) => lineOf(results, plan, contestant, label))
    .filter(({ points }) => points.length > 0);
  if (lines.length === 0) return undefined;
  const svg = drawLines({ title, xTitle, xLabels: cases, unit, y, lines });
  return { part, file: `${part}.svg`, title, svg };
}

/** A logarithmic axis has no place for what is not above 0. */
function lineOf(
  results: Results,
  { part, metric, y: axis }: ChartPlan,
  contestant: string,
  label: string,
): Line {
  const points = Object.keys(casesOf(part)).flatMap((name) => {
    const figure = figureAt(results, { suite: part, case: name, contestant, metric });
    const isShown = figure && (axis === "linear" || figure.median > 0);
    return isShown ? [{ x: Number(name), y: figure.median }] : [];
  });
  return { label, points };
}

/** The cases of a suite with their labels, as its table has them. */
function casesOf(part: SuiteName): Readonly<Record<string, string>> {
  const rows = tablePlans.find((plan) => plan.part === part)?.rows ?? [];
  return Object.fromEntries(rows.map(({ label, where }) => [where.case ?? "", label]));
}
