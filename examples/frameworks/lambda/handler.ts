import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toLambdaHandler } from "optimizely-cmp-webhooks/lambda";

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});

const { CMP_WEBHOOK_SECRET: secret } = process.env;
export const handler = toLambdaHandler(createReceiver({ router, secret }));
