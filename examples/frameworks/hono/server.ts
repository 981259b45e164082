import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});

const { CMP_WEBHOOK_SECRET: secret, PORT = "3000" } = process.env;
const handle = toFetchHandler(createReceiver({ router, secret }));
const app = new Hono();
app.all("/webhooks/cmp", (context) => handle(context.req.raw));
serve({ fetch: app.fetch, port: Number(PORT) });
