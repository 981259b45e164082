/*
 * A contestant that serves HTTP, and a turn of it.
 */
import type { Usage } from "./children/server.js";
import type { FloodResult } from "./load/flood.js";
import type { OpenOrder } from "./load/generator.js";
import { requestBytes } from "./load/request-bytes.js";
import { Child } from "./processes.js";
import { handled } from "./receivers/by-hand.js";
import type { Signed } from "./receivers/contestant.js";
import type { Contestant, Figures } from "./rounds.js";

/** What a contestant is put through. */
export interface Trial {
  readonly name: string;
  /** Makes what is sent in a turn: signed when the turn begins, as some signatures grow old. */
  deliver(): Signed;
  readonly connections: number;
  /** How many servers take turns. */
  readonly instances: number;
  /** Requests before the first turn. */
  readonly warmUp: number;
  /** What a turn is to last, in milliseconds. */
  readonly turnMs: number;
}

/** Starts the process that sends. */
export async function startLoad(): Promise<Child> {
  const [load] = await Child.start("generator");
  return load;
}

/**
 * Starts the servers of a contestant, warms them up, and has them take turns: how a process happens to lie in memory, and
 * what its compiler happens to see first, can make more of a difference than what is to be measured, and stays for life.
 */
export async function startServed(load: Child, trial: Trial): Promise<Contestant> {
  const fewest = Math.max(20, trial.connections);
  const floods: ((requests: number) => Promise<Flooded>)[] = [];
  for (let instance = 0; instance < trial.instances; instance += 1) {
    const [server, { port }] = await Child.start<{ readonly port: number }>("server", [trial.name]);
    const flood = (requests: number) => floodOnce(load, server, port, trial, requests);
    await flood(Math.max(fewest, trial.warmUp));
    floods.push(flood);
  }
  const sample = Math.max(fewest, Math.ceil(trial.warmUp / 10));
  const { result } = await nextOf(floods)(sample);
  const count = Math.max(fewest, Math.round((sample / result.elapsed) * trial.turnMs));
  return {
    name: trial.name,
    measure: async () => {
      const flood = nextOf(floods);
      // The system takes memory away from a process that was idle for long, which pays for it when it goes on.
      await flood(Math.max(fewest, Math.ceil(count / 4)));
      const { usage, result } = await flood(count);
      return figuresOf(usage, result, count);
    },
  };
}

/** The first of a list, which goes to its end. */
export function nextOf<Item>(items: Item[]): Item {
  const item = items.shift();
  if (item === undefined) throw new RangeError("Nobody is there to take a turn");
  items.push(item);
  return item;
}

interface Flooded {
  readonly usage: Usage;
  readonly result: FloodResult;
}

async function floodOnce(
  load: Child,
  server: Child,
  port: number,
  { name, connections, deliver }: Trial,
  count: number,
): Promise<Flooded> {
  const order: OpenOrder = { port, request: requestBytes(deliver(), "keep-alive"), connections };
  await load.ask("open", order);
  await server.ask("begin");
  const result = await load.ask<FloodResult>("run", count, 120_000);
  const usage = await server.ask<Usage>("end");
  await load.ask("close");
  if (usage.handled !== count) throw new Error(`${name}: ${usage.handled} of ${count} were handled`);
  requireAnswer(name, result.sample);
  return { usage, result };
}

function figuresOf({ cpu, peak }: Usage, { elapsed, p50, p99 }: FloodResult, count: number): Figures {
  return { cpu: cpu / count, requests: (count / elapsed) * 1000, p50, p99, rss: peak };
}

/** Those who do the same as we do answer with the same bytes. */
function requireAnswer(name: string, sample: string): void {
  if (/ours|bare|by hand/.test(name) && !sample.includes(handled)) {
    throw new Error(`${name} answers with other bytes: ${sample}`);
  }
}
