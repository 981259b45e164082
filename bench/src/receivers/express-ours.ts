import { createServer } from "node:http";
import express from "express";
import { toExpressHandler } from "optimizely-cmp-webhooks/express";
import type { Serve } from "./contestant.js";
import { makeReceiver } from "./ours.js";
import { listen, path } from "./shared.js";

/** Ahead of `express.json()`, as the README advises. */
export const serve: Serve = (tally) => {
  const app = express();
  app.use(path, toExpressHandler(makeReceiver(tally)));
  return listen(createServer(app));
};
