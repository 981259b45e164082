/*
 * Those whose time is looked at: each does a piece of work as often as it is asked, and tells in the end where its time
 * went.
 */
import { buildFolder, fileOf } from "../build.js";
import type { InsideRound } from "../children/inside.js";
import type { Spent } from "../children/profiler.js";
import { dialectOf, withWrongSecret } from "../dialects.js";
import type { OpenOrder } from "../load/generator.js";
import type { RefusalOrder } from "../load/refusals.js";
import { requestBytes } from "../load/request-bytes.js";
import { runNode } from "../node-program.js";
import { deliveryOf, type PayloadName } from "../payloads.js";
import { Child } from "../processes.js";

/** One whose time is looked at. */
export interface Subject {
  /** Begins to look. */
  start(): Promise<void>;
  /** Does some of the work. */
  work(): Promise<void>;
  /** Where the time went, in microseconds of all the work since `start`. */
  end(): Promise<readonly Spent[]>;
}

type Flood = (load: Child, port: number, name: string) => Promise<unknown>;

/** Deliveries that are handled, so many of them over 50 connections. */
export function accepted(payload: PayloadName, count: number): Flood {
  return async (load, port, name) => {
    const request = requestBytes(deliveryOf(payload, dialectOf(name)), "keep-alive");
    const order: OpenOrder = { port, request, connections: 50 };
    await load.ask("open", order);
    await load.ask("run", count, 120_000);
    await load.ask("close");
  };
}

/** So many deliveries of 1 MB with the wrong secret. */
export function refused(connection: "close" | "keep-alive", count: number): Flood {
  return async (load, port) => {
    const request = requestBytes(withWrongSecret(deliveryOf("large", "cmp")), connection);
    const order: RefusalOrder = { port, request, count, lanes: 10 };
    await load.ask("refuse", order);
  };
}

/** A server. */
export async function serving(name: string, load: Child, flood: Flood): Promise<Subject> {
  const [server, { port }] = await Child.start<{ readonly port: number }>("server", [name]);
  return { ...observing(server), work: async () => void (await flood(load, port, name)) };
}

/** One that is given so many small deliveries without a server. */
export async function receiving(name: string, way: "core" | "fetch", count: number): Promise<Subject> {
  const [child] = await Child.start("inside", [way, name]);
  const round: InsideRound = { signed: deliveryOf("small", dialectOf(name)), count };
  return { ...observing(child), work: () => child.ask("run", round) };
}

function observing(child: Child): Pick<Subject, "start" | "end"> {
  return { start: () => child.ask("startProfile"), end: () => child.ask("endProfile") };
}

/** The import of a module, so many times, each in a new process. */
export function importing(module: string, count: number): Subject {
  const spent: Spent[] = [];
  return {
    start: async () => void spent.splice(0),
    work: async () => {
      for (let time = 0; time < count; time += 1) {
        const { code, output } = await runNode([fileOf("import-profile"), module], buildFolder);
        if (code !== 0) throw new Error(`${module} cannot be imported`);
        spent.push(...(JSON.parse(output) as Spent[]));
      }
    },
    end: async () => spent,
  };
}
