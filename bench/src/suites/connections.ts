import { deliveryOf } from "../payloads.js";
import type { Contestant } from "../rounds.js";
import { startLoad, startServed } from "../served.js";
import { eachStep, type Suite } from "./run.js";

/** The small body over ever more connections at the same time. */
export const connections: Suite = (run) =>
  eachStep(run, [1, 10, 50, 100, 250, 500], async (count) => {
    const load = await startLoad();
    const contestants: Contestant[] = [];
    for (const name of ["node bare", "node ours"]) {
      const warmUp = run.options.quick ? 200 : 10_000;
      const deliver = () => deliveryOf("small", "cmp");
      const { instances, turnMs } = run.options;
      const trial = { name, deliver, connections: count, instances, warmUp, turnMs: turnMs.http };
      contestants.push(onlyRates(await startServed(load, trial)));
    }
    return run.rounds.run("connections", String(count), contestants);
  });

/** Memory is another suite's; and with as many requests in flight as connections, half of the times say no more than the rate. */
function onlyRates({ name, measure }: Contestant): Contestant {
  return {
    name,
    measure: async () => {
      const { rss: _rss, p50: _p50, ...figures } = await measure();
      return figures;
    },
  };
}
