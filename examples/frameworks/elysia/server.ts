import { Elysia } from "elysia";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});

const { CMP_WEBHOOK_SECRET: secret, PORT = "3000" } = process.env;
const handle = toFetchHandler(createReceiver({ router, secret }));
// `mount` passes the request with its body unread.
new Elysia().mount("/webhooks/cmp", handle).listen(Number(PORT));
