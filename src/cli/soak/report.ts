import { columns, count } from "../layout.js";
import type { Ledger } from "../library.js";
import { isAcknowledged, round } from "../listen/describe.js";
import type { Terminal } from "../terminal.js";
import type { SoakSettings } from "./settings.js";
import type { Tally } from "./tally.js";

/** The result of a soak. */
export interface SoakResult {
  readonly settings: SoakSettings;
  readonly tally: Tally;
  readonly ledger: Ledger;
  /** How long it took, in seconds, retries included. */
  readonly seconds: number;
  /** Why it ended early; `undefined` when it did not. */
  readonly ended: string | undefined;
}

/** In steps of 1, 2 and 5: fine where answers are fast, and not too many where they are slow. */
const edges = [0, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

/** Whether every event was acknowledged in the end. */
export function isDelivered({ ledger, ended }: SoakResult): boolean {
  return ended === undefined && ledger.givenUp.length + ledger.unfinished.length === 0;
}

/** The report, for people. */
export function describeSoak(result: SoakResult, { paint, clean, isUnicode }: Terminal): readonly string[] {
  const { tally, seconds, ended, settings } = result;
  const pace = `${(tally.attempts / Math.max(seconds, 0.001)).toFixed(0)} a second`;
  const shares = percentilesOf(tally).map(([name, ms]) => `${name} ${ms.toFixed(ms < 10 ? 2 : 0)} ms`);
  const errors = [...tally.errors].map(([message, times]) => `${clean(message)} (${times})`).join("; ");
  const answers = [...tally.statuses]
    .sort(([one], [other]) => one - other)
    .map(([status, number]) => {
      const style = isAcknowledged(status) ? "good" : "bad";
      const verdict = style === "good" ? "acknowledged" : "not acknowledged";
      const cells = [
        { text: status === 0 ? "no answer" : String(status), style } as const,
        number.toLocaleString("en-US"),
      ];
      return { cells, text: status === 0 ? errors : verdict };
    });
  const ledger = Object.entries(totalsOf(result)).map(([name, number]) => {
    const isBad = number > 0 && (name === "given_up" || name === "unfinished");
    const text = number.toLocaleString("en-US");
    return { cells: [name.replaceAll("_", " "), { text, style: isBad ? "bad" : "bold" } as const], text: "" };
  });
  return [
    `${count(tally.attempts, "attempt")} in ${seconds.toFixed(1)} s, ${pace}, at ${clean(settings.target.href)}`,
    ...(ended === undefined ? [] : [paint("bad", ended)]),
    "",
    ...(tally.latencies.length === 0
      ? []
      : [
          paint("bold", `Latency of ${count(tally.latencies.length, "answer")}`),
          ...columns(barsOf(tally.latencies, isUnicode ? "█" : "#"), paint),
          "",
          `  ${shares.join("   ")}`,
          "",
        ]),
    ...[paint("bold", "Answers"), ...columns(answers, paint)],
    ...["", paint("bold", "Ledger"), ...columns(ledger, paint)],
  ];
}

/** A row for each interval between the fastest and the slowest answer; the longest bar has 40 characters. */
export function barsOf(latencies: readonly number[], block: string) {
  const buckets = bucketsOf(latencies);
  const most = Math.max(...buckets.map(({ count: number }) => number));
  return buckets.map(({ from_ms: from, to_ms: to, count: number }) => {
    const text = block.repeat(number === 0 ? 0 : Math.max(1, Math.round((number / most) * 40)));
    const share = `${((number / latencies.length) * 100).toFixed(1)}%`.padStart(6);
    const label = to === null ? `over ${from} ms` : `${from} to ${to} ms`;
    return {
      cells: [label.padStart(17), { text, style: "good" } as const, number.toLocaleString("en-US")],
      text: share,
    };
  });
}

function bucketsOf(latencies: readonly number[]) {
  const all = edges.map((from_ms, index) => {
    const to_ms = edges[index + 1] ?? null;
    return {
      from_ms,
      to_ms,
      count: latencies.filter((ms) => ms >= from_ms && ms < (to_ms ?? Infinity)).length,
    };
  });
  const isUsed = ({ count: number }: { readonly count: number }): boolean => number > 0;
  return all.slice(all.findIndex(isUsed), all.findLastIndex(isUsed) + 1);
}

/** Zeroes when there was no answer at all. */
function percentilesOf({ latencies }: Tally): readonly (readonly [name: string, ms: number])[] {
  const sorted = Float64Array.from(latencies).sort();
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return [
    ["p50", at(0.5)],
    ["p90", at(0.9)],
    ["p95", at(0.95)],
    ["p99", at(0.99)],
    ["max", at(1)],
  ];
}

function totalsOf({ ledger }: SoakResult) {
  return {
    events: ledger.entries.length,
    delivered_once: ledger.deliveredOnce.length,
    delivered_more_than_once: ledger.deliveredMoreThanOnce.length,
    given_up: ledger.givenUp.length,
    unfinished: ledger.unfinished.length,
  };
}

/** The report, for a script. */
export function toJson(result: SoakResult): object {
  const { settings, tally, seconds, ended } = result;
  const { target, rate, duplicates, reorder, concurrency, seed } = settings;
  const { attempts, retries, acknowledged, statuses, errors, latencies } = tally;
  return {
    delivered: isDelivered(result),
    ended_early: ended ?? null,
    target: target.href,
    wanted: { rate, seconds: settings.seconds, duplicates, reorder, concurrency, seed },
    ...{ seconds: round(seconds), attempts, retries, acknowledged },
    statuses: Object.fromEntries(statuses),
    errors: Object.fromEntries(errors),
    latency_ms: Object.fromEntries(percentilesOf(tally).map(([name, ms]) => [name, round(ms)])),
    histogram: bucketsOf(latencies),
    ledger: totalsOf(result),
  };
}
