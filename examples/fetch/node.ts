/*
 * Serves server.ts on Node. Run it with
 *   CMP_WEBHOOK_SECRET=change-me npx tsx node.ts
 */
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

/** Takes no more deliveries, finishes those that are here, and ends. */
async function stop(): Promise<void> {
  // A handler that never ends must not keep the process: by then the platform would kill it anyway.
  setTimeout(() => process.exit(1), 25_000).unref();
  // A connection that is kept alive would bring delivery after delivery: let each end with its next answer.
  server.prependListener("request", (_request, response) => response.setHeader("connection", "close"));
  await new Promise((resolve) => server.close(resolve));
  await Promise.all(late);
  process.exit();
}
