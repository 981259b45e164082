/*
 * A process that gives one contestant deliveries without HTTP between them: `core`, `fetch` or `handlers`, and a name.
 */
import { performance } from "node:perf_hooks";
import type { Signed, Tally } from "../receivers/contestant.js";
import { fetchOf, receiveOf } from "../receivers/index.js";
import { path } from "../receivers/shared.js";
import { obey } from "./control.js";
import { makeCrowd } from "./crowd.js";
import { cpuSince } from "./memory.js";
import { endProfile, startProfile } from "./profiler.js";

/** A round: this delivery, so many times. */
export interface InsideRound {
  readonly signed: Signed;
  readonly count: number;
}

/** What a round took, in microseconds: of processor time, and by the clock. */
export interface InsideUsage {
  readonly cpu: number;
  readonly elapsed: number;
}

type Deliver = (delivery: Signed) => Promise<unknown>;

async function makeDeliver(way: string | undefined, name: string, tally: Tally): Promise<Deliver> {
  if (way === "core") return (await receiveOf(name))(tally);
  if (way === "handlers") return makeCrowd(name, tally);
  const handle = (await fetchOf(name))(tally);
  return async ({ headers, body }) => {
    const request = new Request(`http://localhost${path}`, { method: "POST", headers, body });
    const { status } = await handle(request);
    if (status !== 200) throw new Error(`Answered ${status}`);
  };
}

const [way, name = ""] = process.argv.slice(2);
const tally = { count: 0 };
const deliver = await makeDeliver(way, name, tally);

async function run({ signed, count }: InsideRound): Promise<InsideUsage> {
  // A Buffer that comes from main is one already; its bytes are those of every delivery.
  const delivery = { headers: signed.headers, body: Buffer.from(signed.body) };
  tally.count = 0;
  const start = performance.now();
  const cpu = process.cpuUsage();
  for (let done = 0; done < count; done += 1) await deliver(delivery);
  const usage = { cpu: cpuSince(cpu), elapsed: (performance.now() - start) * 1000 };
  if (tally.count !== count) throw new Error(`${tally.count} of ${count} deliveries were handled`);
  return usage;
}

obey({ run, startProfile, endProfile });
