import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import { env } from "$env/dynamic/private";

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});

const receiver = createReceiver({ router, secret: () => env.CMP_WEBHOOK_SECRET });
export const POST = toFetchHandler(receiver);
