import { Redis } from "ioredis";
import type { IdempotencyStore } from "optimizely-cmp-webhooks";
import { redisStore } from "optimizely-cmp-webhooks/idempotency/redis";
import type { Attempt } from "optimizely-cmp-webhooks/testing";
import { expect, test } from "vitest";
import { openDatabase } from "../idempotency/databases.js";
import { hasPostgres, PostgresServer } from "../support/postgres.js";
import { isThorough } from "../support/thorough.js";
import { replay } from "./kit/chance.js";
import { inFolder } from "./kit/child.js";
import { makeProofs } from "./kit/events.js";
import { Ledger } from "./kit/ledger.js";
import { findHit, makeReceiver, serve } from "./kit/receivers.js";
import { hasRedis, RedisServer } from "./kit/redis.js";
import { deliverAll, report } from "./kit/sender.js";

const proofs = makeProofs(isThorough ? 3_000 : 1_000);
/** So many acknowledgements, and the next outage begins. */
const between = isThorough ? 700 : 230;

test.skipIf(!hasRedis)("Redis is stopped and started during the run: nothing is lost", async () => {
  await inFolder(async (folder) => {
    const server = await RedisServer.start(folder);
    const client = new Redis(server.port, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      retryStrategy: () => 50,
    });
    // Its complaints are about the connection; the receiver announces what comes of it.
    client.on("error", () => {});
    const outage = {
      start: () => server.start(),
      stop: (isCrash: boolean) => server.stop(isCrash ? "SIGKILL" : "SIGTERM"),
    };
    try {
      await deliverThroughOutages("Redis", redisStore(client, { prefix: "faults:" }), outage);
    } finally {
      client.disconnect();
      await server.stop();
    }
  });
});

test.skipIf(!hasPostgres)("PostgreSQL is stopped and started during the run: nothing is lost", async () => {
  const server = await PostgresServer.start();
  const { store, close } = await openDatabase(server.url, "faults:");
  const outage = {
    start: () => server.start(),
    stop: (isCrash: boolean) => server.halt(isCrash ? "SIGQUIT" : "SIGINT"),
  };
  try {
    await deliverThroughOutages("PostgreSQL", store, outage);
  } finally {
    await close();
    await server.stop();
  }
});

/** What can be stopped and started. */
interface Outage {
  start(): Promise<void>;
  stop(isCrash: boolean): Promise<void>;
}

async function deliverThroughOutages(name: string, store: IdempotencyStore, outage: Outage): Promise<void> {
  const ledger = new Ledger(proofs, { inOrder: true });
  const receiver = makeReceiver(ledger, { deadlineMs: 4_000, idempotency: { store, leaseMs: 4_000 } });
  const hit = findHit(receiver);
  const host = await serve(receiver);
  const trouble = new Trouble(outage);
  try {
    await deliverAll(ledger, proofs, host.port, { look: (attempt) => trouble.look(attempt) });
    await receiver.idle();
  } finally {
    await host.close();
  }

  const { outages, refused } = trouble;
  report(
    `${name} stopped ${outages} times`,
    ledger,
    `; ${refused} refused with store_unavailable, and ${hit.size} events hit`,
  );
  expect([outages, refused >= 60], replay).toEqual([3, true]);
  expect(ledger.problems(), replay).toEqual([]);
  // What was handled, and could not be marked as done, may be handled again; nothing else may.
  expect(
    ledger.repeated.filter((id) => !hit.has(id)),
    replay,
  ).toEqual([]);
}

/** Stops the store now and then, and starts it again when 20 deliveries were refused for it. */
class Trouble {
  outages = 0;
  refused = 0;
  #acknowledged = 0;
  #refusedNow = 0;
  #isDown = false;
  readonly #outage: Outage;

  constructor(outage: Outage) {
    this.#outage = outage;
  }

  async look({ acknowledged, body }: Attempt): Promise<void> {
    if (acknowledged) this.#acknowledged++;
    if (body.includes("store_unavailable")) {
      this.refused++;
      this.#refusedNow++;
    }
    if (!this.#isDown && this.outages < 3 && this.#acknowledged >= between * (this.outages + 1)) {
      this.outages++;
      this.#refusedNow = 0;
      this.#isDown = true;
      await this.#outage.stop(this.outages % 2 === 0);
    } else if (this.#isDown && this.#refusedNow >= 20) {
      this.#isDown = false;
      await this.#outage.start();
    }
  }
}
