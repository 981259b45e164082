// Two receivers in Bun over one Redis, by Bun's own client. Argument: the address of Redis. Prints the answers.
import { RedisClient } from "bun";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { redisStore } from "optimizely-cmp-webhooks/idempotency/redis";

const client = new RedisClient(process.argv[2], { enableOfflineQueue: false });
await client.connect();
const store = redisStore(client, { prefix: "bun:" });

const body = '{"event_name":"task_added","data":{"task":{"id":"1","links":{"self":"https://cmp.test"}}}}';
let fails = true;
const router = new EventRouter();
router.on("task_added", () => {
  if (fails) throw new Error("as told");
});
const receivers = [1, 2].map(() =>
  createReceiver({ router, secret: "s", log: null, idempotency: { store } }),
);
const answers = [];
for (const receiver of [...receivers, ...receivers]) {
  const reply = await receiver.receive({ method: "POST", header: () => "s", body });
  answers.push(`${reply.status} ${JSON.parse(reply.body).code}`);
  fails = false;
}
client.close();
console.log(answers.join(", "));
