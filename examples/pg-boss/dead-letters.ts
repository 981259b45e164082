/*
 * Shows what no attempt could handle, and with `retry` puts it back into the queue when the cause is fixed:
 *   DATABASE_URL=postgres://localhost/postgres npx tsx dead-letters.ts
 *   DATABASE_URL=postgres://localhost/postgres npx tsx dead-letters.ts retry
 */
import type { AnyEvent } from "optimizely-cmp-webhooks";
import { deadLetters, openQueue, queue } from "./queue.js";

const boss = await openQueue();
console.log(`${await boss.getQueueSize(deadLetters)} dead letters`);
if (process.argv[2] === "retry") {
  for (;;) {
    const [job] = await boss.fetch<AnyEvent>(deadLetters);
    if (job === undefined) break;
    await boss.send(queue, job.data);
    await boss.complete(deadLetters, job.id);
    console.log(`${job.data.event_name} is in the queue again`);
  }
}
await boss.stop({ wait: true });
