/*
 * Takes one delivery with each store, and holds it for ever. Argument: the port of Redis, if there is one.
 */
import { Redis } from "ioredis";
import { createReceiver, EventRouter, type IdempotencyStore } from "optimizely-cmp-webhooks";
import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
import { redisStore } from "optimizely-cmp-webhooks/idempotency/redis";
import { secret } from "../../support/client.js";

const body = '{"event_name":"task_added","data":{"task":{"id":"held"}}}';
const [port] = process.argv.slice(2);

hold("memory", memoryStore());
if (port) hold("Redis", redisStore(new Redis({ port: Number(port) }), { prefix: "cmp:" }));

function hold(name: string, store: IdempotencyStore): void {
  const router = new EventRouter();
  router.on("task_added", () => {
    process.send?.(name);
    return new Promise(() => {});
  });
  const receiver = createReceiver({ router, secret, quiet: true, idempotency: { store } });
  void receiver.receive({ method: "POST", header: () => secret, body });
}
