import { onRequest } from "firebase-functions/https";
import { defineSecret } from "firebase-functions/params";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});

const secret = defineSecret("CMP_WEBHOOK_SECRET");
const receiver = createReceiver({ router, secret: () => secret.value() });
export const cmp = onRequest({ secrets: [secret] }, toNodeHandler(receiver));
