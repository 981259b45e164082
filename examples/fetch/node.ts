/*
 * Serves server.ts on Node. Run it with
 *   CMP_WEBHOOK_SECRET=change-me npx tsx node.ts
 */
import { setTimeout as delay } from "node:timers/promises";
import { serve } from "@hono/node-server";
import app from "./server.js";

const { PORT = "3000" } = process.env;

/** Handlers that are still at work though their answer is out. */
const late = new Set<Promise<unknown>>();

const server = serve(
  { port: Number(PORT), fetch: (request) => app.fetch(request, undefined, { waitUntil }) },
  ({ port }) => console.log(`listening on http://localhost:${port}/webhooks/cmp`),
);

process.once("SIGTERM", stop);
process.once("SIGINT", stop);

function waitUntil(promise: Promise<unknown>): void {
  late.add(promise);
  promise.finally(() => late.delete(promise));
}

/** Takes no more deliveries, gives those that are here 10 seconds, and ends. */
async function stop(): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  await Promise.race([closed.then(() => Promise.all(late)), delay(10_000)]);
  process.exit();
}
