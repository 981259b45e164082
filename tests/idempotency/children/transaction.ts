/*
 * Takes one delivery and writes one row in the transaction of its mark. Arguments: the address of the database, and the
 * moment at which it stops for ever, so that it can be killed there.
 */
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { postgresStore } from "optimizely-cmp-webhooks/idempotency/postgres";
import { Pool, type PoolClient } from "pg";

const [url, moment] = process.argv.slice(2);
const body = '{"event_name":"task_added","data":{"task":{"id":"killed"}}}';

const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 1_500 });
const store = postgresStore(pool, { prefix: "cmp:" });

const router = new EventRouter();
router.on("task_added", async (event) => {
  const client = await pool.connect();
  try {
    await stopAt("before the mark");
    await store.within(stopBeforeCommit(client), event, async () => {
      await client.query("INSERT INTO effects VALUES ('once')");
      await stopAt("in the work");
    });
    await stopAt("after the commit");
  } finally {
    client.release();
  }
});

// Without `idempotency`: the mark alone has to do it.
const receiver = createReceiver({ router, secret: null, log: null });
const { status } = await receiver.receive({ method: "POST", header: () => undefined, body });
process.send?.(String(status));

async function stopAt(here: string): Promise<void> {
  if (here !== moment) return;
  process.send?.(here);
  await new Promise(() => setInterval(() => {}, 60_000));
}

/** The client itself, but for the moment between the work and COMMIT. */
function stopBeforeCommit(client: PoolClient) {
  return {
    release: client.release,
    query: async (text: string, values?: unknown[]) => {
      if (text === "COMMIT") await stopAt("before the commit");
      return await client.query(text, values);
    },
  };
}
