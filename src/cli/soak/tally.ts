import type { Attempt } from "../library.js";

/** Counts the attempts of a soak. */
export class Tally {
  /** Of each answer, in milliseconds. */
  readonly latencies: number[] = [];
  /** By status; 0 means no answer. */
  readonly statuses: Map<number, number> = new Map();
  /** Why there was no answer. A server can cause any number of reasons, so 10 are kept apart. */
  readonly errors: Map<string, number> = new Map();
  attempts = 0;
  retries = 0;

  add({ status, ms, attempt, error }: Attempt): void {
    this.attempts++;
    this.retries += Number(attempt > 1);
    increment(this.statuses, status);
    if (status > 0) this.latencies.push(ms);
    else increment(this.errors, this.errors.size < 10 ? (error?.message ?? "no reason") : "other reasons");
  }

  /** How many attempts were acknowledged. */
  get acknowledged(): number {
    return (this.statuses.get(200) ?? 0) + (this.statuses.get(202) ?? 0);
  }
}

function increment<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
