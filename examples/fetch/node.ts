/*
 * Serves server.ts on Node. Run it with
 *   CMP_WEBHOOK_SECRET=change-me npx tsx node.ts
 */
import { serve } from "@hono/node-server";
import { closeServer } from "optimizely-cmp-webhooks/node";
import app, { receiver } from "./server.js";

const { PORT = "3000" } = process.env;

const server = serve({ port: Number(PORT), fetch: (request) => app.fetch(request) }, ({ port }) =>
  console.log(`listening on http://localhost:${port}/webhooks/cmp`),
);

process.once("SIGTERM", stop);
process.once("SIGINT", stop);

/** Accepts no more deliveries, lets those in flight end, and exits: with 1 if something had to be cut off. */
async function stop(): Promise<void> {
  const isClean = await closeServer(server, receiver, { timeoutMs: 25_000 });
  process.exit(isClean ? 0 : 1);
}
