import type { FlightRound, FlightUsage } from "../children/in-flight.js";
import { deliveryOf } from "../payloads.js";
import { Child } from "../processes.js";
import type { Contestant } from "../rounds.js";
import { eachStep, type Run, type Suite } from "./run.js";

/** What a delivery holds while its handler has not ended, and what it costs from start to end, by how many there are. */
export const inFlight: Suite = (run) =>
  eachStep(run, [1, 10, 100, 1_000, 10_000], async (count) => {
    const contestants = [await startFlying("bare", count, run), await startFlying("ours", count, run)];
    return run.rounds.run("in-flight", String(count), contestants);
  });

async function startFlying(name: string, count: number, { options }: Run): Promise<Contestant> {
  const [child] = await Child.start("in-flight", [name], ["--expose-gc"]);
  const total = options.quick ? 10_000 : 20_000;
  const fly = (batches: number, weigh: boolean): Promise<FlightUsage> => {
    const round: FlightRound = { signed: deliveryOf("small", "cmp"), count, batches, weigh };
    return child.ask<FlightUsage>("run", round);
  };
  const batches = Math.max(1, Math.round(total / count));
  // The more there are at once, the less often they have to be weighed.
  const weighings = Math.max(3, Math.min(25, Math.round(1_000 / count)));
  await fly(batches, false);
  await fly(3, true);
  return {
    name,
    measure: async () => {
      const { cpu } = await fly(batches, false);
      const { held } = await fly(weighings, true);
      return { cpu, held };
    },
  };
}
