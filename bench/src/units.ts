/*
 * What is counted, and in what.
 */

const units = {
  cpu: "us",
  requests: "1/s",
  p50: "ms",
  p99: "ms",
  rss: "bytes",
  held: "bytes",
  lost: "count",
  import: "ms",
  "first answer": "ms",
  check: "ms",
  instantiations: "count",
  memory: "bytes",
  min: "bytes",
  gzip: "bytes",
  "held per byte": "times",
} as const;

/** What is counted. */
export type Metric = keyof typeof units;

/** The unit that it is counted in. @throws RangeError when nothing of that name is */
export function unitOf(metric: string): string {
  if (!isMetric(metric)) throw new RangeError(`Nobody counts ${metric}`);
  return units[metric];
}

function isMetric(name: string): name is Metric {
  return Object.hasOwn(units, name);
}
