import { dialectOf } from "../dialects.js";
import { startInside } from "../inside.js";
import { deliveryOf } from "../payloads.js";
import { receiveNames } from "../receivers/index.js";
import { eachStep, roundsOf, type Suite } from "./run.js";

/** What a delivery costs without HTTP. All begin with the same Buffer. */
export const core: Suite = (run) =>
  eachStep(run, ["small", "preview"] as const, async (payload) => {
    const contestants = [];
    for (const name of receiveNames) {
      const dialect = dialectOf(name);
      const deliver = () => deliveryOf(payload, dialect);
      const { instances, turnMs } = run.options;
      const about = { subject: name, name, deliver, instances, turnMs: turnMs.inside };
      const trial = { way: "core", ...about } as const;
      contestants.push(await startInside(trial));
    }
    return run.rounds.run("core", payload, contestants, roundsOf(run, 81));
  });
