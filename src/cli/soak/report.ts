import { columns, count, type Row } from "../layout.js";
import type { DeliveryResult, Ledger } from "../library.js";
import { isAcknowledged, round } from "../listen/describe.js";
import type { Terminal } from "../terminal.js";

/** In steps of 1, 2 and 5, in milliseconds: fine where answers are fast, and not too many where they are slow. */
const edges = [0, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

/** The report, for a script. `attempts` are those that are over; `ended` tells why the soak ended early. */
export function makeReport(attempts: readonly DeliveryResult[], ledger: Ledger, seconds: number, ended = "") {
  const { entries, deliveredOnce, deliveredMoreThanOnce, givenUp, unfinished } = ledger;
  const answered = attempts.filter(({ status }) => status > 0);
  const times = Float64Array.from(answered, ({ ms }) => ms).sort();
  const failed = attempts.filter(({ status }) => status === 0);
  const at = (share: number): number => round(times[Math.ceil(times.length * share) - 1] ?? 0);
  return {
    delivered: ended === "" && givenUp.length + unfinished.length === 0,
    ended_early: ended || null,
    seconds: round(seconds),
    attempts: attempts.length,
    acknowledged: attempts.filter(({ acknowledged }) => acknowledged).length,
    statuses: countEach(answered.map(({ status }) => String(status))),
    errors: countEach(failed.map(({ error }) => error?.message ?? "no reason")),
    latency_ms: { p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), max: at(1) },
    histogram: bucketsOf(times),
    ledger: {
      events: entries.length,
      delivered_once: deliveredOnce.length,
      delivered_more_than_once: deliveredMoreThanOnce.length,
      given_up: givenUp.length,
      unfinished: unfinished.length,
    },
  };
}

function countEach(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** How many answers took at least `from_ms` and less than `to_ms`, from the fastest answer to the slowest. */
function bucketsOf(times: Float64Array) {
  const counted = edges.map((from_ms, index) => {
    const to_ms = edges[index + 1] ?? null;
    return { from_ms, to_ms, count: times.filter((ms) => ms >= from_ms && ms < (to_ms ?? Infinity)).length };
  });
  const used = counted.map(({ count: number }) => number > 0);
  return counted.slice(used.indexOf(true), used.lastIndexOf(true) + 1);
}

/** The report, for people. */
export function describeReport(report: ReturnType<typeof makeReport>, terminal: Terminal): readonly string[] {
  const { paint, clean, isUnicode } = terminal;
  const { attempts, seconds, ended_early: ended, statuses, errors, ledger } = report;
  const answers = Object.entries(statuses).map(([status, number]) =>
    isAcknowledged(Number(status))
      ? row(status, number, "good", "acknowledged")
      : row(status, number, "bad", "not acknowledged"),
  );
  const failures = Object.entries(errors).map(([why, number]) => row("no answer", number, "bad", clean(why)));
  const events = Object.entries(ledger).map(([name, number]) =>
    row(name.replaceAll("_", " "), number, number > 0 && /given|unfin/.test(name) ? "bad" : "bold", ""),
  );
  const pace = (attempts / Math.max(seconds, 0.01)).toFixed(0);
  const shares = Object.entries(report.latency_ms).map(
    ([name, ms]) => `${name} ${ms.toFixed(ms < 10 ? 2 : 0)} ms`,
  );
  const part = (title: string, rows: readonly Row[]) => ["", paint("bold", title), ...columns(rows, paint)];
  return [
    `${count(attempts, "attempt")} in ${seconds.toFixed(1)} s, ${pace} a second`,
    ...(ended === null ? [] : [paint("bad", ended)]),
    ...part("Latency", barsOf(report.histogram, isUnicode ? "█" : "#")),
    ...["", `  ${shares.join("   ")}`],
    ...part("Answers", [...answers, ...failures]),
    ...part("Ledger", events),
  ];
}

/** A row for each interval; the longest bar has 40 characters. */
export function barsOf(histogram: ReturnType<typeof bucketsOf>, block: string): readonly Row[] {
  const most = Math.max(...histogram.map(({ count: number }) => number));
  const total = histogram.reduce((sum, { count: number }) => sum + number, 0);
  return histogram.map(({ from_ms: from, to_ms: to, count: number }) => {
    const bar = block.repeat(number === 0 ? 0 : Math.max(1, Math.round((number / most) * 40)));
    const label = (to === null ? `over ${from} ms` : `${from} to ${to} ms`).padStart(17);
    const share = `${((number / total) * 100).toFixed(1)}%`.padStart(6);
    return { cells: [label, { text: bar, style: "good" }, number.toLocaleString("en-US")], text: share };
  });
}

function row(label: string, number: number, style: "good" | "bad" | "bold", text: string): Row {
  return { cells: [label, { text: number.toLocaleString("en-US"), style }], text };
}
