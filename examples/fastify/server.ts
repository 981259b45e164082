/*
 * Receives deliveries in a Fastify app, version 4 or 5. Run it with
 *   CMP_WEBHOOK_SECRET=change-me npx tsx server.ts
 */
import type { AddressInfo } from "node:net";
import fastify from "fastify";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import { closeServer } from "optimizely-cmp-webhooks/node";

const { CMP_WEBHOOK_SECRET: secret, PORT = "3000" } = process.env;
const path = "/webhooks/cmp";

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});
router.on("work_request_added", (event) => {
  console.log(`Somebody asks for work: ${event.data.work_request.id}`);
});

const receiver = createReceiver({ router, secret });
receiver.addEventListener("ignored", ({ detail }) => {
  console.log(`Ignored ${JSON.stringify(detail.event.event_name)}: ${detail.reason}`);
});
receiver.addEventListener("rejected", ({ detail }) => {
  console.warn(`Rejected: ${detail.error.code}. ${detail.error.message}`);
});

const app = fastify();
// The plugin is encapsulated: the body parsers of the other routes stay as they are.
app.register(toFastifyPlugin(receiver), { path });
app.get("/health", () => ({ ok: true }));

app.listen({ port: Number(PORT), host: "0.0.0.0" }, (error) => {
  if (error) throw error;
  const { port } = app.server.address() as AddressInfo;
  console.log(`listening on http://localhost:${port}${path}`);
});

process.once("SIGTERM", stop);
process.once("SIGINT", stop);

/** Accepts no more deliveries, lets those in flight end, and exits: with 1 if something had to be cut off. */
async function stop(): Promise<void> {
  const isClean = await closeServer(app.server, receiver, { timeoutMs: 25_000 });
  // For the hooks of other plugins.
  await app.close();
  process.exit(isClean ? 0 : 1);
}
