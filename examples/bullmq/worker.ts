/*
 * Takes events from the queue and handles them, with all the time they need. Start as many as the load requires:
 *   REDIS_URL=redis://localhost:6379 CMP_TOKEN=... npx tsx worker.ts
 */
import { type Job, Worker } from "bullmq";
import { type AnyEvent, EventRouter } from "optimizely-cmp-webhooks";

const { REDIS_URL = "redis://localhost:6379", LOCK_MS = "30000" } = process.env;
const { CMP_API = "https://api.cmp.optimizely.com", CMP_TOKEN } = process.env;

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});
router.on("task_metadata_modified", async (event) => {
  const { id, links } = event.data.task;
  // The token goes to CMP and to nobody else.
  if (new URL(links.self).origin !== CMP_API) throw new Error("The link leads away from CMP");
  const response = await fetch(links.self, { headers: { authorization: `Bearer ${CMP_TOKEN}` } });
  if (!response.ok) throw new Error(`CMP answered ${response.status}`);
  console.log(`Task ${id} is now ${JSON.stringify(await response.json())}`);
});

const worker = new Worker<AnyEvent>("cmp-events", (job) => router.dispatch(job.data), {
  connection: { url: REDIS_URL },
  concurrency: 10,
  // When a worker dies, its jobs go to another after this time.
  lockDuration: Number(LOCK_MS),
  stalledInterval: Number(LOCK_MS),
});
worker.on("ready", () => console.log("waiting for events"));
worker.on("error", (error) => console.error(`The queue: ${error.message}`));
worker.on("failed", (job, error) => {
  if (job === undefined) return;
  const verdict = isDead(job) ? "is a dead letter" : "will be tried again";
  console.error(`Job ${job.id} (${job.name}) ${verdict}: ${reasonsOf(error)}`);
});

process.once("SIGTERM", stop);
process.once("SIGINT", stop);

/** Whether that was the last attempt. The job stays in the queue's list of failed jobs: see dead-letters.ts. */
function isDead({ attemptsMade, opts }: Job): boolean {
  return attemptsMade >= (opts.attempts ?? 1);
}

function reasonsOf(error: Error): string {
  return error instanceof AggregateError ? error.errors.map(String).join("; ") : error.message;
}

/** Takes no more jobs, finishes those that are here, and ends. */
async function stop(): Promise<void> {
  await worker.close();
  process.exit();
}
