import { createServer } from "node:http";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import type { Serve } from "./contestant.js";
import { makeReceiver } from "./ours.js";
import { listen, path } from "./shared.js";

/** On Node's own server, with a path as in the README: one comparison more than the bare server makes. */
export const serve: Serve = (tally) => listen(createServer(toNodeHandler(makeReceiver(tally), { path })));
