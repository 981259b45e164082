/*
 * Receives deliveries and puts each event into a queue. A delivery is acknowledged when the queue has its event, and
 * refused when it has not, so that CMP delivers it again. Run it with
 *   CMP_WEBHOOK_SECRET=change-me REDIS_URL=redis://localhost:6379 npx tsx receiver.ts
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type JobsOptions, Queue } from "bullmq";
import { type AnyEvent, createReceiver, deliveryKey, EventRouter } from "optimizely-cmp-webhooks";
import { closeServer, toNodeHandler } from "optimizely-cmp-webhooks/node";

const { CMP_WEBHOOK_SECRET: secret, PORT = "3000", REDIS_URL = "redis://localhost:6379" } = process.env;
const { RETRY_MS = "1000" } = process.env;
const path = "/webhooks/cmp";

const queue = new Queue<AnyEvent>("cmp-events", {
  // While Redis is away an event has to be refused, and not to wait in the memory of this process.
  connection: { url: REDIS_URL, enableOfflineQueue: false },
  defaultJobOptions: {
    attempts: 8,
    backoff: { type: "exponential", delay: Number(RETRY_MS) },
    // The dead-letter list: a job that has failed for the last time stays, until somebody looks at it.
    removeOnFail: false,
  },
});
queue.on("error", (error) => console.error(`The queue: ${error.message}`));

const router = new EventRouter();
router.onAny(async (event) => {
  await queue.add(event.event_name, event, optionsOf(event));
});

const receiver = createReceiver({ router, secret });
const server = createServer(toNodeHandler(receiver, { path }));
server.listen(Number(PORT), () => {
  const { port } = server.address() as AddressInfo;
  console.log(`listening on http://localhost:${port}${path}`);
});

process.once("SIGTERM", stop);
process.once("SIGINT", stop);

/**
 * The queue takes a job id once, for as long as it remembers the job: so a redelivery is not queued again. CMP sends an
 * event for three days; the queue remembers it for four.
 */
function optionsOf(event: AnyEvent): JobsOptions {
  const key = deliveryKey(event);
  if (key === undefined) return { removeOnComplete: true };
  // BullMQ takes no ":" in an id, and no id that is a number; keys begin with the name of an event.
  const jobId = key.replaceAll("%", "%25").replaceAll(":", "%3A");
  return { jobId, removeOnComplete: { age: 4 * 24 * 60 * 60 } };
}

/** Accepts no more deliveries, lets those in flight end, and exits: with 1 if something had to be cut off. */
async function stop(): Promise<void> {
  const isClean = await closeServer(server, receiver);
  await queue.close();
  process.exit(isClean ? 0 : 1);
}
