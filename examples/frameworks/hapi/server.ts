import Hapi from "@hapi/hapi";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});

const { CMP_WEBHOOK_SECRET: secret, PORT = "3000" } = process.env;
const handle = toNodeHandler(createReceiver({ router, secret }));
const server = Hapi.server({ port: Number(PORT) });
server.route({
  method: "*",
  path: "/webhooks/cmp",
  options: { payload: { parse: false, output: "stream", maxBytes: 5 * 1024 * 1024 } },
  handler: async ({ raw }, toolkit) => {
    await handle(raw.req, raw.res);
    return toolkit.abandon;
  },
});
await server.start();
