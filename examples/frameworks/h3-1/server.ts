import { createServer } from "node:http";
import { createApp, createRouter, fromWebHandler, toNodeListener } from "h3";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});

const { CMP_WEBHOOK_SECRET: secret, PORT = "3000" } = process.env;
const receiver = createReceiver({ router, secret });
const app = createApp();
app.use(createRouter().use("/webhooks/cmp", fromWebHandler(toFetchHandler(receiver))));
createServer(toNodeListener(app)).listen(Number(PORT));
