import { clean, columns, count } from "../layout.js";
import type { Ledger } from "../library.js";
import { round } from "../listen/describe.js";
import type { Terminal } from "../terminal.js";
import type { SoakSettings } from "./settings.js";
import type { Bucket, Statistics } from "./statistics.js";

/** What a soak has found. */
export interface SoakResult {
  readonly settings: SoakSettings;
  readonly statistics: Statistics;
  readonly ledger: Ledger;
  /** How long it took, in seconds, retries included. */
  readonly seconds: number;
  /** Why it ended before its time; `undefined` when it did not. */
  readonly ended: string | undefined;
}

/** Whether every event was acknowledged at last. */
export function isDelivered({ ledger, ended }: SoakResult): boolean {
  return ended === undefined && ledger.givenUp.length === 0 && ledger.unfinished.length === 0;
}

/** The report, for people. */
export function describeSoak(result: SoakResult, terminal: Terminal): readonly string[] {
  const { statistics, seconds, ended } = result;
  const { paint } = terminal;
  const total = count(statistics.attempts, "attempt");
  const pace = `${(statistics.attempts / Math.max(seconds, 0.001)).toFixed(0)} a second`;
  return [
    `${total} in ${seconds.toFixed(1)} s, ${pace}, at ${clean(result.settings.target.href)}`,
    ...(ended === undefined ? [] : [paint("bad", ended)]),
    "",
    ...latency(statistics, terminal),
    paint("bold", "Answers"),
    ...statusLines(statistics, terminal),
    "",
    paint("bold", "Ledger"),
    ...ledgerLines(result, terminal),
  ];
}

function latency(statistics: Statistics, terminal: Terminal): readonly string[] {
  const { answers, buckets, percentiles } = statistics;
  if (answers === 0) return [];
  const shown = Object.entries(percentiles).map(([name, ms]) => `${name} ${toMs(ms)}`);
  return [
    terminal.paint("bold", `Latency of ${count(answers, "answer")}`),
    ...drawBars(buckets, terminal),
    "",
    `  ${shown.join("   ")}`,
    "",
  ];
}

/** The longest bar fills the line, up to a width at which one can still compare. */
export function drawBars(
  buckets: readonly Bucket[],
  { width, isUnicode, paint }: Pick<Terminal, "width" | "isUnicode" | "paint">,
): readonly string[] {
  const rows = buckets.map(({ fromMs, toMs, count: number }) => ({
    label: Number.isFinite(toMs) ? `${fromMs} to ${toMs} ms` : `over ${fromMs} ms`,
    number,
  }));
  const total = rows.reduce((sum, { number }) => sum + number, 0);
  const most = Math.max(...rows.map(({ number }) => number));
  const labels = Math.max(...rows.map(({ label }) => label.length));
  const numbers = most.toLocaleString("en-US").length;
  const room = Math.min(width - labels - numbers - 13, 60);
  return rows.map(({ label, number }) => {
    const length = number === 0 ? 0 : Math.max(1, Math.round((number / most) * room));
    const bar = paint("good", (isUnicode ? "█" : "#").repeat(length)) + " ".repeat(room - length);
    const share = `${((number / total) * 100).toFixed(1)}%`.padStart(6);
    return `  ${label.padStart(labels)}  ${bar} ${number.toLocaleString("en-US").padStart(numbers)} ${share}`;
  });
}

function statusLines({ statuses, errors }: Statistics, { width, paint }: Terminal): readonly string[] {
  const rows = [...statuses]
    .sort(([left], [right]) => left - right)
    .map(([status, number]) => {
      const isGood = status === 200 || status === 202;
      const label = status === 0 ? "no answer" : String(status);
      const reasons = [...errors].map(([message, times]) => `${clean(message)} (${times})`).join("; ");
      return {
        cells: [{ text: label, style: isGood ? "good" : "bad" } as const, number.toLocaleString("en-US")],
        text: isGood ? "acknowledged" : status === 0 ? reasons : "not acknowledged",
      };
    });
  return columns(rows, { width, paint });
}

function ledgerLines({ ledger }: SoakResult, { width, paint }: Terminal): readonly string[] {
  const { entries, deliveredOnce, deliveredMoreThanOnce, givenUp, unfinished } = ledger;
  const row = (label: string, number: number, isBad = false) => ({
    cells: [label, { text: number.toLocaleString("en-US"), style: isBad ? "bad" : "bold" } as const],
    text: "",
  });
  return columns(
    [
      row("events", entries.length),
      row("delivered once", deliveredOnce.length),
      row("delivered more than once", deliveredMoreThanOnce.length),
      row("given up", givenUp.length, givenUp.length > 0),
      row("unfinished", unfinished.length, unfinished.length > 0),
    ],
    { width, paint },
  );
}

/** The report, for a script. */
export function toJson(result: SoakResult): object {
  const { settings, statistics, ledger, seconds, ended } = result;
  const { target, rate, duplicates, reorder, concurrency, seed } = settings;
  const percentiles = Object.entries(statistics.percentiles).map(([name, ms]) => [name, round(ms)]);
  return {
    delivered: isDelivered(result),
    ended_early: ended ?? null,
    target: target.href,
    wanted: { rate, seconds: settings.seconds, duplicates, reorder, concurrency, seed },
    seconds: round(seconds),
    attempts: statistics.attempts,
    retries: statistics.retries,
    acknowledged: statistics.acknowledged,
    statuses: Object.fromEntries(statistics.statuses),
    errors: Object.fromEntries(statistics.errors),
    latency_ms: Object.fromEntries(percentiles),
    histogram: statistics.buckets.map(({ fromMs, toMs: end, count: number }) => ({
      from_ms: fromMs,
      to_ms: Number.isFinite(end) ? end : null,
      count: number,
    })),
    ledger: {
      events: ledger.entries.length,
      delivered_once: ledger.deliveredOnce.length,
      delivered_more_than_once: ledger.deliveredMoreThanOnce.length,
      given_up: ledger.givenUp.length,
      unfinished: ledger.unfinished.length,
    },
  };
}

function toMs(ms: number): string {
  return `${ms < 10 ? ms.toFixed(2) : ms.toFixed(0)} ms`;
}
