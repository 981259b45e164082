import { startInside } from "../inside.js";
import { deliveryOf } from "../payloads.js";
import { eachStep, type Suite } from "./run.js";

/** What a delivery costs us by the number of handlers: on other events than the one that comes, and on that one. */
export const handlers: Suite = (run) =>
  eachStep(run, ["1", "10", "100", "1000"], async (count) => {
    const contestants = [];
    for (const name of ["other events", "same event"]) {
      const deliver = () => deliveryOf("small", "cmp");
      const trial = { way: "handlers", subject: `${name} ${count}`, name, deliver } as const;
      contestants.push(
        await startInside({ ...trial, instances: run.options.instances, turnMs: run.options.turnMs.inside }),
      );
    }
    return run.rounds.run("handlers", count, contestants);
  });
