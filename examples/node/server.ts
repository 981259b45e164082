/*
 * Receives deliveries with Node's own server. Run it with
 *   CMP_WEBHOOK_SECRET=change-me npx tsx server.ts
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { closeServer, toNodeHandler } from "optimizely-cmp-webhooks/node";

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

/** Accepts no more deliveries, lets those in flight end, and exits: with 1 if something had to be cut off. */
async function stop(): Promise<void> {
  const isClean = await closeServer(server, receiver, { timeoutMs: 25_000 });
  process.exit(isClean ? 0 : 1);
}
