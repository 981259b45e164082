/*
 * Receives deliveries and puts each event into a queue in PostgreSQL. The event and its mark are written in one
 * transaction, so an event with a key is queued exactly once. Run it with
 *   CMP_WEBHOOK_SECRET=change-me DATABASE_URL=postgres://localhost/postgres npx tsx receiver.ts
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type AnyEvent, createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { postgresStore } from "optimizely-cmp-webhooks/idempotency/postgres";
import { closeServer, toNodeHandler } from "optimizely-cmp-webhooks/node";
import { Pool } from "pg";
import { DATABASE_URL, openQueue, queue } from "./queue.js";

const { CMP_WEBHOOK_SECRET: secret, PORT = "3000" } = process.env;
const path = "/webhooks/cmp";

const pool = new Pool({
  connectionString: DATABASE_URL,
  connectionTimeoutMillis: 1_500,
  lock_timeout: 4_000,
});
pool.on("error", (error) => console.error(`The database: ${error.message}`));
const store = postgresStore(pool, { prefix: "receiver:" });
await store.createTable();
const boss = await openQueue();

const router = new EventRouter();
router.onAny(enqueue);

const receiver = createReceiver({ router, secret });
const server = createServer(toNodeHandler(receiver, { path }));
server.listen(Number(PORT), () => {
  const { port } = server.address() as AddressInfo;
  console.log(`listening on http://localhost:${port}${path}`);
});

process.once("SIGTERM", stop);
process.once("SIGINT", stop);

/** When the database is away this fails, the delivery is refused, and CMP sends it again. */
async function enqueue(event: AnyEvent): Promise<void> {
  const client = await pool.connect();
  try {
    // pg-boss writes the job by the client that is in the transaction.
    const db = { executeSql: (text: string, values: unknown[]) => client.query(text, values) };
    await store.within(client, event, () => boss.send(queue, event, { db }));
  } finally {
    client.release();
  }
}

/** Accepts no more deliveries, lets those in flight end, and exits: with 1 if something had to be cut off. */
async function stop(): Promise<void> {
  const isClean = await closeServer(server, receiver);
  await boss.stop({ wait: true, timeout: 5_000 });
  await pool.end();
  process.exit(isClean ? 0 : 1);
}
