import { createHistogram, type RecordableHistogram } from "node:perf_hooks";
import type { Attempt } from "../library.js";

/** So many answers took at least `fromMs` and less than `toMs`. */
export interface Bucket {
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
}

/** Milliseconds under which so many of a hundred answers were. */
export interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** In steps of 1, 2 and 5: fine where answers are fast, and not too many where they are slow. */
const edges = [0, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, Infinity];

/** What is counted while a soak runs; it takes the same room however long it runs. */
export class Statistics {
  attempts = 0;
  acknowledged = 0;
  retries = 0;
  /** By status; 0 stands for no answer. */
  readonly statuses: Map<number, number> = new Map();
  /** By message, why there was no answer. */
  readonly errors: Map<string, number> = new Map();
  readonly #counts: number[] = edges.map(() => 0);
  /** In microseconds. */
  readonly #latency: RecordableHistogram = createHistogram();

  add({ status, ms, acknowledged, attempt, error }: Attempt): void {
    this.attempts++;
    this.acknowledged += Number(acknowledged);
    this.retries += Number(attempt > 1);
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    if (status === 0) this.#addError(error?.message ?? "no answer");
    else this.#addLatency(ms);
  }

  /** How many answers there were. */
  get answers(): number {
    return this.#latency.count;
  }

  /** Zeroes when there was no answer at all. */
  get percentiles(): Percentiles {
    const at = (percent: number): number =>
      this.answers > 0 ? this.#latency.percentile(percent) / 1_000 : 0;
    return { p50: at(50), p90: at(90), p95: at(95), p99: at(99), max: at(100) };
  }

  /** From the fastest answer's to the slowest's, those between included though they be empty. */
  get buckets(): readonly Bucket[] {
    const first = this.#counts.findIndex((count) => count > 0);
    const last = this.#counts.findLastIndex((count) => count > 0);
    return edges.slice(0, -1).flatMap((fromMs, index) => {
      const toMs = edges[index + 1] ?? Infinity;
      return first <= index && index <= last ? [{ fromMs, toMs, count: this.#counts[index] ?? 0 }] : [];
    });
  }

  #addLatency(ms: number): void {
    this.#latency.record(Math.max(1, Math.round(ms * 1_000)));
    const index = edges.findLastIndex((edge) => edge <= ms);
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
  }

  /** Few are different; should a server make up new ones all the time, they are not all kept. */
  #addError(message: string): void {
    const key = this.errors.has(message) || this.errors.size < 10 ? message : "other reasons";
    this.errors.set(key, (this.errors.get(key) ?? 0) + 1);
  }
}
