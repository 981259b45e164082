/* A process that serves the receiver named on the command line, and tells what it has used. */
import { Session } from "node:inspector/promises";
import { tally } from "./handlers.js";
import { servers } from "./servers.js";

/** The use of a process so far. */
export interface Usage {
  /** Processor time of all its threads, the collector's and the compiler's too, in microseconds. */
  readonly cpu: number;
  /** How often handlers ran. */
  readonly handled: number;
}

/** The orders that a server takes, by name. */
const orders: Readonly<Record<string, () => Promise<unknown>>> = {
  async usage(): Promise<Usage> {
    const { user, system } = process.cpuUsage();
    return { cpu: user + system, handled: tally.count };
  },
  async startAllocations() {
    session.connect();
    await session.post("HeapProfiler.startSampling", {
      samplingInterval: 8_192,
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true,
    });
    return true;
  },
  /** Bytes allocated on V8's heap since the start, objects that were collected included. */
  async endAllocations() {
    const { profile } = await session.post("HeapProfiler.stopSampling");
    session.disconnect();
    return bytesBelow(profile.head);
  },
};

const session = new Session();

interface Node {
  readonly selfSize: number;
  readonly children: readonly Node[];
}

function bytesBelow({ selfSize, children }: Node): number {
  return children.reduce((sum, child) => sum + bytesBelow(child), selfSize);
}

process.on("disconnect", () => process.exit());
process.on("message", async (order: string) => process.send?.(await orders[order]?.()));

const start = servers[process.argv[2] ?? ""];
if (start === undefined) throw new RangeError(`server must be one of ${Object.keys(servers).join(", ")}`);
process.send?.(await start());
