/*
 * A contestant that is given deliveries within a process, and a turn of it.
 */
import type { InsideRound, InsideUsage } from "./children/inside.js";
import { Child } from "./processes.js";
import type { Signed } from "./receivers/contestant.js";
import type { Contestant } from "./rounds.js";
import { nextOf } from "./served.js";

/** What a contestant is put through. */
export interface InsideTrial {
  /** How it is given deliveries: see `children/inside.ts`. */
  readonly way: "core" | "fetch" | "handlers";
  /** What the child knows it by, and what the results call it. */
  readonly subject: string;
  readonly name: string;
  /** Makes what is delivered in a turn: signed when the turn begins, as some signatures grow old. */
  deliver(): Signed;
  /** What a turn is to last, in milliseconds. */
  readonly turnMs: number;
  /** How many processes take turns. */
  readonly instances: number;
}

/** Starts the processes of a contestant, warms them up, and has them take turns; see `served.ts`. */
export async function startInside(trial: InsideTrial): Promise<Contestant> {
  const turns: (() => Promise<number>)[] = [];
  for (let instance = 0; instance < trial.instances; instance += 1) turns.push(await startOne(trial));
  return { name: trial.name, measure: async () => ({ cpu: await nextOf(turns)() }) };
}

/** The warm-up, in turns. */
const warmUps = 8;

/** Starts a process, and finds out how many deliveries make a turn. A turn gives the microseconds of a delivery. */
async function startOne(trial: InsideTrial): Promise<() => Promise<number>> {
  const [child] = await Child.start("inside", [trial.way, trial.subject]);
  const run = (count: number): Promise<InsideUsage> => {
    const round: InsideRound = { signed: trial.deliver(), count };
    return child.ask<InsideUsage>("run", round);
  };
  let count = 20;
  // Compiled code is faster by far than what it is compiled from, so the count is taken several times.
  for (let calibration = 0; calibration < 4; calibration += 1) {
    const { elapsed } = await run(count);
    count = Math.max(20, Math.min(count * 100, Math.round((count / elapsed) * trial.turnMs * 1000)));
  }
  // And for as long again as it takes the compiler to be done, which in a turn would be the first to be measured.
  await run(count * warmUps);
  return async () => {
    // As in `served.ts`: it may have been idle for long.
    await run(Math.ceil(count / 4));
    return (await run(count)).cpu / count;
  };
}
