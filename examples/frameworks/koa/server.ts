import Koa from "koa";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toKoaMiddleware } from "optimizely-cmp-webhooks/koa";

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});

const { CMP_WEBHOOK_SECRET: secret, PORT = "3000" } = process.env;
const receive = toKoaMiddleware(createReceiver({ router, secret }));
const app = new Koa();
app.use((context, next) => (context.path === "/webhooks/cmp" ? receive(context) : next()));
app.listen(Number(PORT));
