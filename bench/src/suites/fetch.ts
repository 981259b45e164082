import { dialectOf } from "../dialects.js";
import { startInside } from "../inside.js";
import { deliveryOf } from "../payloads.js";
import { fetchNames } from "../receivers/index.js";
import { eachStep, roundsOf, type Suite } from "./run.js";

/** What it costs from a new `Request` to the status of the `Response`, both those of Node. */
export const fetch: Suite = (run) =>
  eachStep(run, ["small", "preview", "large"] as const, async (payload) => {
    const contestants = [];
    for (const name of fetchNames) {
      const dialect = dialectOf(name);
      const deliver = () => deliveryOf(payload, dialect);
      const trial = {
        way: "fetch",
        subject: name,
        name,
        deliver,
        turnMs: run.options.turnMs.inside,
        instances: run.options.instances,
      } as const;
      contestants.push(await startInside(trial));
    }
    return run.rounds.run("fetch", payload, contestants, payload === "small" ? roundsOf(run, 81) : undefined);
  });
