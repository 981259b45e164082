import type { Config } from "@netlify/functions";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});

const { CMP_WEBHOOK_SECRET: secret } = process.env;
export default toFetchHandler(createReceiver({ router, secret }));
export const config: Config = { path: "/webhooks/cmp" };
