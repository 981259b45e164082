import { app } from "@azure/functions";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});

const { CMP_WEBHOOK_SECRET: secret } = process.env;
const handler = toFetchHandler(createReceiver({ router, secret }));
// The host passes the body on unread, so the receiver checks the secret first.
app.setup({ enableHttpStream: true });
app.http("cmp", { route: "webhooks/cmp", authLevel: "anonymous", handler });
