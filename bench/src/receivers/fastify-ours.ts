import fastify from "fastify";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import type { Serve } from "./contestant.js";
import { makeReceiver } from "./ours.js";
import { path } from "./shared.js";

/** The plugin, as the README has it. */
export const serve: Serve = async (tally) => {
  const app = fastify();
  app.register(toFastifyPlugin(makeReceiver(tally)), { path });
  return Number(new URL(await app.listen({ port: 0, host: "127.0.0.1" })).port);
};
