import { dialectOf } from "../dialects.js";
import { deliveryOf, type PayloadName } from "../payloads.js";
import { serverNames } from "../receivers/index.js";
import { startLoad, startServed } from "../served.js";
import { eachCase, roundsOf, type Suite } from "./run.js";

/** Requests before the first turn: enough for the compiler, and fewer where each is long. */
const warmUps: Readonly<Record<PayloadName, number>> = {
  small: 12_000,
  preview: 4_000,
  large: 60,
  "large-dense": 40,
};

const payloads: readonly PayloadName[] = ["small", "preview", "large", "large-dense"];
/** What shows that everybody works. */
const quickPayloads: readonly PayloadName[] = ["small", "large"];

/** Only we look at every member, so only we are measured where there are many. */
const dense = ["node bare", "node ours"];

/** Servers over HTTP, 50 connections each, with bodies of four kinds. */
export const http: Suite = (run) =>
  eachCase(run, run.options.quick ? quickPayloads : payloads, async (payload) => {
    const load = await startLoad();
    const contestants = [];
    const connections = run.options.quick ? 10 : 50;
    for (const name of payload === "large-dense" ? dense : serverNames) {
      const dialect = dialectOf(name);
      const warmUp = Math.ceil(warmUps[payload] / (run.options.quick ? 20 : 1));
      const deliver = () => deliveryOf(payload, dialect);
      const { instances } = run.options;
      const trial = { name, deliver, connections, instances, warmUp, turnMs: run.options.turnMs.http };
      contestants.push(await startServed(load, trial));
    }
    return run.rounds.run("http", payload, contestants, payload === "small" ? roundsOf(run, 81) : undefined);
  });
