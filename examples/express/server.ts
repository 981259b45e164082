/*
 * Receives deliveries in an Express app, version 4 or 5. Run it with
 *   CMP_WEBHOOK_SECRET=change-me npx tsx server.ts
 */
import type { AddressInfo } from "node:net";
import express from "express";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toExpressHandler } from "optimizely-cmp-webhooks/express";
import { closeServer } from "optimizely-cmp-webhooks/node";

const { CMP_WEBHOOK_SECRET: secret, PORT = "3000" } = process.env;
const path = "/webhooks/cmp";

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});
router.on("workflow_sub_step_updated", (event) => {
  console.log(`Step ${event.data.step.id} of task ${event.data.task.id}: ${event.data.status}`);
});

const receiver = createReceiver({ router, secret });
receiver.addEventListener("ignored", ({ detail }) => {
  console.log(`Ignored ${JSON.stringify(detail.event.event_name)}: ${detail.reason}`);
});
receiver.addEventListener("rejected", ({ detail }) => {
  console.warn(`Rejected: ${detail.error.code}. ${detail.error.message}`);
});

const app = express();
// Ahead of the body parser, so that the secret is looked at before a body is read. Behind it works as well.
app.use(path, toExpressHandler(receiver));
app.use(express.json());
app.get("/health", (_request, response) => {
  response.json({ ok: true });
});

const server = app.listen(Number(PORT), () => {
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
