import express from "express";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toExpressHandler } from "optimizely-cmp-webhooks/express";
import { closeServer } from "optimizely-cmp-webhooks/node";

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});

const { CMP_WEBHOOK_SECRET: secret, PORT = "3000" } = process.env;
const receiver = createReceiver({ router, secret });
const app = express();
app.use("/webhooks/cmp", toExpressHandler(receiver));
app.use(express.json());
const server = app.listen(Number(PORT), () => console.log("Listening"));
process.once("SIGTERM", () => closeServer(server, receiver).finally(() => process.exit()));
