/* The measurements over HTTP: processor time for a request, and bytes allocated. */
import type { Kind } from "./bodies.js";
import { type Load, Server, Worker } from "./load.js";
import { measureAll, type Series } from "./statistics.js";

/** How much is measured. */
export interface Effort {
  readonly rounds: number;
  /** Requests in a round with small bodies. */
  readonly amount: number;
}

/** Processor time for a request in microseconds, for each server. */
export function cpu(names: readonly string[], load: Load, rounds: number, handlers = 1): Promise<Series> {
  return measureServers(names, load, rounds, (server) => server.cpuOf(load), handlers);
}

/** Bytes allocated for a small request, for each server. */
export function allocations(names: readonly string[], { rounds, amount }: Effort): Promise<Series> {
  return measureServers(names, { amount }, Math.ceil(rounds / 4), (server) => server.bytesOf({ amount }));
}

/** How many rounds a process serves: what V8 has compiled by chance one way stays so as long as it lives. */
const lifetime = 10;

async function measureServers(
  names: readonly string[],
  load: Load,
  rounds: number,
  measure: (server: Server) => Promise<number>,
  handlers = 1,
): Promise<Series> {
  const series = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let left = rounds; left > 0; left -= lifetime) {
    const sender = new Worker("sender.js");
    const servers = await Promise.all(names.map((name) => Server.start(name, sender, handlers)));
    try {
      for (const server of rounds > 1 ? servers : []) await server.warm(load);
      const contestants = servers.map((server) => ({ name: server.name, measure: () => measure(server) }));
      const measured = await measureAll(contestants, Math.min(left, lifetime));
      for (const [name, values] of measured) series.get(name)?.push(...values);
    } finally {
      for (const worker of [...servers, sender]) await worker.stop();
    }
  }
  return series;
}

/** Requests in a round with bodies of a length, so that a round takes about as long as with small ones. */
export function amountOf({ amount }: Effort, kind: Kind, length: number): number {
  const share = kind === "dense" ? 100 : 30;
  return Math.max(10, Math.round(amount / (1 + (share * length) / 1_000_000)));
}
