import fastify from "fastify";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import { closeServer } from "optimizely-cmp-webhooks/node";

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});

const { CMP_WEBHOOK_SECRET: secret, PORT = "3000" } = process.env;
const receiver = createReceiver({ router, secret });
const app = fastify();
app.register(toFastifyPlugin(receiver), { path: "/webhooks/cmp" });
await app.listen({ port: Number(PORT) });
console.log("Listening");
process.once("SIGTERM", () => closeServer(app.server, receiver).finally(() => process.exit()));
