import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});

const receiver = createReceiver({ router, secret: () => process.env.CMP_WEBHOOK_SECRET });
// Next leaves the body to the receiver, which checks the secret before it reads.
export const config = { api: { bodyParser: false } };
export default toNodeHandler(receiver);
