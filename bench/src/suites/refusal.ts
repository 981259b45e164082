import type { Usage } from "../children/server.js";
import { withWrongSecret } from "../dialects.js";
import type { RefusalOrder, RefusalResult } from "../load/refusals.js";
import { requestBytes } from "../load/request-bytes.js";
import { deliveryOf } from "../payloads.js";
import { Child } from "../processes.js";
import type { Contestant } from "../rounds.js";
import { startLoad } from "../served.js";
import { eachCase, type Suite } from "./run.js";

type Connection = "close" | "keep-alive";

/** How many connections are refused on at the same time. */
const lanes = 10;

/**
 * A body of 1 MB with another secret: from a sender that asks for an end of the connection, and from one that does not.
 *
 * The memory that is held is what the heap has grown by from the first half of a turn to the second. `lost` are those
 * requests whose answer did not get through, since the server closed the connection on unread bytes.
 */
export const refusal: Suite = (run) =>
  eachCase(run, ["close", "keep-alive"] as const, async (connection) => {
    const load = await startLoad();
    const half = run.options.quick ? 50 : 250;
    const contestants = [
      await startRefusing(load, "bare", connection, half),
      await startRefusing(load, "ours", connection, half),
    ];
    return run.rounds.run("refusal", connection, contestants);
  });

async function startRefusing(
  load: Child,
  name: string,
  connection: Connection,
  half: number,
): Promise<Contestant> {
  const serverArgs = [`node ${name}`];
  const [server, { port }] = await Child.start<{ readonly port: number }>("server", serverArgs, [
    "--expose-gc",
  ]);
  const request = requestBytes(withWrongSecret(deliveryOf("large", "cmp")), connection);
  const order: RefusalOrder = { port, request, count: half, lanes };
  const refuse = async (): Promise<Usage & RefusalResult & { readonly held: number }> => {
    await server.ask("begin");
    const result = await load.ask<RefusalResult>("refuse", order);
    const usage = await server.ask<Usage>("end");
    if (usage.handled > 0) throw new Error(`${name} has handled what it should have refused`);
    return { ...usage, ...result, held: await server.ask<number>("held") };
  };
  await refuse();
  return {
    name,
    measure: async () => {
      const first = await refuse();
      const second = await refuse();
      return {
        cpu: (first.cpu + second.cpu) / (2 * half),
        rss: Math.max(first.peak, second.peak),
        held: second.held - first.held,
        lost: first.lost + second.lost,
      };
    },
  };
}
