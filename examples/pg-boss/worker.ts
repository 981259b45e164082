/*
 * Takes events from the queue and handles them, with all the time they need. Start as many as the load requires:
 *   DATABASE_URL=postgres://localhost/postgres CMP_TOKEN=... npx tsx worker.ts
 */
import { type AnyEvent, EventRouter } from "optimizely-cmp-webhooks";
import { postgresStore } from "optimizely-cmp-webhooks/idempotency/postgres";
import { Pool } from "pg";
import { DATABASE_URL, openQueue, pollingIntervalSeconds, queue } from "./queue.js";

const { CMP_API = "https://api.cmp.optimizely.com", CMP_TOKEN } = process.env;

const pool = new Pool({
  connectionString: DATABASE_URL,
  connectionTimeoutMillis: 1_500,
  lock_timeout: 4_000,
});
pool.on("error", (error) => console.error(`The database: ${error.message}`));
const store = postgresStore(pool, { prefix: "tasks:" });
await store.createTable();
await pool.query("CREATE TABLE IF NOT EXISTS tasks (id text NOT NULL)");

const router = new EventRouter();
// An effect in the same database happens exactly once, also when this process is killed in the middle of it.
router.on("task_added", async (event) => {
  const { id } = event.data.task;
  const client = await pool.connect();
  try {
    await store.within(client, event, () => client.query("INSERT INTO tasks VALUES ($1)", [id]));
  } finally {
    client.release();
  }
  console.log(`Task ${id} was added`);
});
router.on("task_metadata_modified", async (event) => {
  const { id, links } = event.data.task;
  // The token goes to CMP and to nobody else.
  if (new URL(links.self).origin !== CMP_API) throw new Error("The link leads away from CMP");
  const response = await fetch(links.self, { headers: { authorization: `Bearer ${CMP_TOKEN}` } });
  if (!response.ok) throw new Error(`CMP answered ${response.status}`);
  console.log(`Task ${id} is now ${JSON.stringify(await response.json())}`);
});

const boss = await openQueue();
// Several workers with one job each: in a batch, one job that fails would fail the others with it.
for (let count = 0; count < 10; count++) {
  await boss.work<AnyEvent>(queue, { batchSize: 1, pollingIntervalSeconds }, async ([job]) => {
    if (job) await handle(job.data);
  });
}
console.log("waiting for events");

// When the database is lost between a job and its end, pg-boss 10 rejects with no handler. The job expires, and is taken
// again.
process.on("unhandledRejection", (error) => console.error(`The queue: ${error}`));
process.once("SIGTERM", stop);
process.once("SIGINT", stop);

/** What is thrown here fails the job: pg-boss tries it again, and makes it a dead letter after the last attempt. */
async function handle(event: AnyEvent): Promise<void> {
  try {
    await router.dispatch(event);
  } catch (error) {
    console.error(`${event.event_name} failed: ${reasonsOf(error)}`);
    throw error;
  }
}

function reasonsOf(error: unknown): string {
  return error instanceof AggregateError ? error.errors.map(String).join("; ") : String(error);
}

/** Takes no more jobs, finishes those that are here, and ends. */
async function stop(): Promise<void> {
  await boss.stop({ wait: true, timeout: 30_000 });
  await pool.end();
  process.exit();
}
