/* The measurements over HTTP: processor time for a request, and bytes allocated. */
import type { Kind } from "./bodies.js";
import { Field, type Load } from "./load.js";
import { type Series, seriesFrom } from "./statistics.js";

/** How much is measured. */
export interface Effort {
  readonly rounds: number;
  /** Requests in a round with small bodies. */
  readonly amount: number;
}

/** Processor time for a request in microseconds, for each server. */
export function cpu(names: readonly string[], load: Load, rounds: number, handlers = 1): Promise<Series> {
  return measureServers(names, load, rounds, (field) => field.cpuOf(load), handlers);
}

/** Bytes allocated for a small request, for each server. */
export function allocations(names: readonly string[], { rounds, amount }: Effort): Promise<Series> {
  return measureServers(names, { amount }, Math.ceil(rounds / 4), (field) => field.bytesOf({ amount }));
}

/**
 * How many rounds a process serves: what V8 has compiled by chance one way stays so as long as it lives. Those of the
 * warm-up do not count: V8 takes several thousand small requests to compile what is hot.
 */
const [warmUp, lifetime] = [5, 4];

async function measureServers(
  names: readonly string[],
  load: Load,
  rounds: number,
  measure: (field: Field) => Promise<readonly number[]>,
  handlers = 1,
): Promise<Series> {
  const rows: (readonly number[])[] = [];
  for (let done = 0; done < rounds; done += lifetime) {
    // Each is the first half of the time, in case that makes a difference.
    const turn = <T>(list: readonly T[]) => (done % (2 * lifetime) > 0 ? list.toReversed() : list);
    const field = await Field.start(turn(names), handlers);
    try {
      if (rounds > 1) await field.fire({ ...load, amount: warmUp * load.amount });
      for (let round = 0; round < Math.min(rounds - done, lifetime); round++)
        rows.push(turn(await measure(field)));
    } finally {
      await field.stop();
    }
  }
  return seriesFrom(names, rows);
}

/** Requests in a round with bodies of a length, so that a round takes about as long as with small ones. */
export function amountOf({ amount }: Effort, kind: Kind, length: number): number {
  const share = kind === "dense" ? 100 : 30;
  return Math.max(10, Math.round(amount / (1 + (share * length) / 1_000_000)));
}
