import express from "express";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toExpressHandler } from "optimizely-cmp-webhooks/express";
import serverless from "serverless-http";

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});

const { CMP_WEBHOOK_SECRET: secret } = process.env;
const receiver = createReceiver({ router, secret });
const app = express();
app.use("/webhooks/cmp", toExpressHandler(receiver));
export const handler = serverless(app);
