/*
 * Receives deliveries with Node's own server. Run it with
 *   CMP_WEBHOOK_SECRET=change-me npx tsx server.ts
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";

const { CMP_WEBHOOK_SECRET: secret, PORT = "3000" } = process.env;
const path = "/webhooks/cmp";

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});
router.on(["asset_added", "asset_modified"], (event) => {
  console.log(`${event.event_name}: ${event.data.asset.type} ${event.data.asset.id}`);
});

const receiver = createReceiver({ router, secret });
receiver.addEventListener("ignored", ({ detail }) => {
  console.log(`Ignored ${JSON.stringify(detail.event.event_name)}: ${detail.reason}`);
});
receiver.addEventListener("rejected", ({ detail }) => {
  console.warn(`Rejected: ${detail.error.code}. ${detail.error.message}`);
});

const server = createServer(toNodeHandler(receiver, { path }));
server.listen(Number(PORT), () => {
  const { port } = server.address() as AddressInfo;
  console.log(`listening on http://localhost:${port}${path}`);
});

process.once("SIGTERM", stop);
process.once("SIGINT", stop);

/** Takes no more deliveries, finishes those that are here, and ends. */
async function stop(): Promise<void> {
  // A handler that never ends must not keep the process: by then the platform would kill it anyway.
  setTimeout(() => process.exit(1), 25_000).unref();
  // A connection that is kept alive would bring delivery after delivery: let each end with its next answer.
  server.prependListener("request", (_request, response) => response.setHeader("connection", "close"));
  await new Promise((resolve) => server.close(resolve));
  // Not before: the last connection may have brought a delivery that is still being handled.
  await receiver.idle();
  process.exit();
}
