/*
 * Shows what no attempt could handle, and puts it back into the queue when the cause is fixed:
 *   REDIS_URL=redis://localhost:6379 npx tsx dead-letters.ts
 *   REDIS_URL=redis://localhost:6379 npx tsx dead-letters.ts retry
 */
import { Queue } from "bullmq";

const { REDIS_URL = "redis://localhost:6379" } = process.env;

const queue = new Queue("cmp-events", { connection: { url: REDIS_URL } });
for (const job of await queue.getFailed()) {
  console.log(`${job.id} (${job.name}), ${job.attemptsMade} attempts: ${job.failedReason}`);
}
if (process.argv[2] === "retry") await queue.retryJobs({ state: "failed" });
await queue.close();
