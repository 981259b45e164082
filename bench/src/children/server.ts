/*
 * A process that serves one contestant, named on the command line, over HTTP.
 */
import { serverOf } from "../receivers/index.js";
import { obey } from "./control.js";
import { cpuSince, heldBytes, peakBytes, resetPeak } from "./memory.js";
import { endProfile, startProfile } from "./profiler.js";

/** What a server used up between `begin` and `end`. */
export interface Usage {
  /** Processor time, user and system, in microseconds. */
  readonly cpu: number;
  /** Peak of the resident memory, in bytes. */
  readonly peak: number;
  /** How often handlers ran. */
  readonly handled: number;
}

const tally = { count: 0 };
let cpu = process.cpuUsage();

const begin = (): void => {
  tally.count = 0;
  resetPeak();
  cpu = process.cpuUsage();
};

const end = (): Usage => ({ cpu: cpuSince(cpu), peak: peakBytes(), handled: tally.count });

const serve = await serverOf(process.argv[2] ?? "");
obey(
  { begin, end, held: heldBytes, resident: () => process.memoryUsage.rss(), startProfile, endProfile },
  { port: await serve(tally) },
);
