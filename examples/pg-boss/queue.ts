import PgBoss from "pg-boss";

export const queue = "cmp-events";
/** Jobs that failed at every attempt. */
export const deadLetters = "cmp-events-dead";

const {
  DATABASE_URL = "postgres://localhost/postgres",
  RETRY_SECONDS = "1",
  EXPIRE_SECONDS = "900",
} = process.env;
const { POLL_SECONDS = "2", RETRIES = "7" } = process.env;

export { DATABASE_URL };

/** How often a worker looks for jobs. */
export const pollingIntervalSeconds = Number(POLL_SECONDS);

/** Connects, and makes the two queues if they are not there. */
export async function openQueue(): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString: DATABASE_URL, maintenanceIntervalSeconds: 1 });
  boss.on("error", (error) => console.error(`The queue: ${error.message}`));
  await boss.start();
  await boss.createQueue(deadLetters, { name: deadLetters });
  await boss.createQueue(queue, {
    name: queue,
    retryLimit: Number(RETRIES),
    retryDelay: Number(RETRY_SECONDS),
    retryBackoff: true,
    // When a worker dies, its jobs go to another after this time: more than the slowest handler takes.
    expireInSeconds: Number(EXPIRE_SECONDS),
    deadLetter: deadLetters,
  });
  return boss;
}
