import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});

const { CMP_WEBHOOK_SECRET: secret } = process.env;
export const action = toFetchHandler(createReceiver({ router, secret }));
