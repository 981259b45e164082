/*
 * A process with many deliveries in handlers that do not end before they are told to. Needs `--expose-gc`.
 */
import type { Signed } from "../receivers/contestant.js";
import { obey } from "./control.js";
import { cpuSince, heldBytes } from "./memory.js";
import { makePending } from "./pending.js";

/** So many deliveries at the same time, and that again and again. */
export interface FlightRound {
  readonly signed: Signed;
  readonly count: number;
  readonly batches: number;
  /** Whether to find out what they hold: that stops the world, so that it is no time to look at the processor. */
  readonly weigh: boolean;
}

/** What was found out, per delivery. */
export interface FlightUsage {
  /** Bytes of heap while it is pending; 0 where nothing was weighed. */
  readonly held: number;
  /** Processor time from its start to its end, in microseconds. */
  readonly cpu: number;
}

const pending = makePending(process.argv[2] === "ours");

async function weighOne(signed: Signed, count: number): Promise<number> {
  const before = heldBytes();
  const all = Array.from({ length: count }, () => pending.start(signed));
  // Those who read the body or look at the secret have some turns to go before their handlers start.
  await new Promise((resolve) => setImmediate(resolve));
  if (pending.waiting() !== count) throw new Error(`${pending.waiting()} of ${count} handlers have started`);
  const held = heldBytes() - before;
  pending.release();
  await Promise.all(all);
  return held / count;
}

async function run({ signed, count, batches, weigh }: FlightRound): Promise<FlightUsage> {
  const delivery = { headers: signed.headers, body: Buffer.from(signed.body) };
  const held: number[] = [];
  const cpu = process.cpuUsage();
  for (let batch = 0; batch < batches; batch += 1) {
    if (weigh) held.push(await weighOne(delivery, count));
    else await flyOne(delivery, count);
  }
  const middle = held.sort((left, right) => left - right)[Math.floor(held.length / 2)] ?? 0;
  return { held: middle, cpu: cpuSince(cpu) / count / batches };
}

async function flyOne(signed: Signed, count: number): Promise<void> {
  const all = Array.from({ length: count }, () => pending.start(signed));
  await new Promise((resolve) => setImmediate(resolve));
  pending.release();
  await Promise.all(all);
}

obey({ run });
