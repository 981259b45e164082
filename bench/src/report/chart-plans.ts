/*
 * Which charts of growth there are, as data.
 */

import type { SuiteName } from "../results.js";
import type { LineChart } from "./line-chart.js";

/** One chart of growth: a metric of some contestants, over the cases of a suite. */
export interface ChartPlan extends Pick<LineChart, "title" | "xTitle" | "unit" | "y"> {
  /** The part of the document that shows it, and the name of its file. */
  readonly part: SuiteName;
  readonly metric: string;
  /** By contestant, what the legend says. */
  readonly contestants: Readonly<Record<string, string>>;
}

const node = { "node ours": "this package", "node bare": "bare" };

/** All charts of growth. */
export const chartPlans: readonly ChartPlan[] = [
  {
    part: "handlers",
    title: "CPU per delivery by number of handlers",
    xTitle: "handlers that are registered (both axes are logarithmic)",
    metric: "cpu",
    unit: "us",
    y: "logarithmic",
    contestants: { "same event": "all on the event that comes", "other events": "on other events" },
  },
  {
    part: "connections",
    title: "CPU per request by number of connections",
    xTitle: "connections at the same time",
    metric: "cpu",
    unit: "us",
    y: "linear",
    contestants: node,
  },
  {
    part: "body",
    title: "CPU per request by size of the body",
    xTitle: "bytes of the body (both axes are logarithmic)",
    metric: "cpu",
    unit: "us",
    y: "logarithmic",
    contestants: node,
  },
  {
    part: "in-flight",
    title: "Memory held per delivery by number in flight",
    xTitle: "deliveries in flight",
    metric: "held",
    unit: "bytes",
    y: "linear",
    contestants: { ours: "this package", bare: "bare" },
  },
];
