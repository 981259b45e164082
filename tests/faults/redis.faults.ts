import { Redis } from "ioredis";
import type { Receiver } from "optimizely-cmp-webhooks";
import { redisStore } from "optimizely-cmp-webhooks/idempotency/redis";
import type { Attempt } from "optimizely-cmp-webhooks/testing";
import { expect, test } from "vitest";
import { Books } from "./kit/books.js";
import { replay } from "./kit/chance.js";
import { inFolder } from "./kit/child.js";
import { makeProofs, proofOf } from "./kit/events.js";
import { makeReceiver, serve } from "./kit/receivers.js";
import { hasRedis, RedisServer } from "./kit/redis.js";
import { deliverAll, report } from "./kit/sender.js";

const proofs = makeProofs(3_000);

test.skipIf(!hasRedis)("Redis is stopped and started in mid-run: nothing is lost", async () => {
  await inFolder(async (folder) => {
    const server = await RedisServer.start(folder);
    const client = new Redis(server.port, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      retryStrategy: () => 50,
    });
    // Its complaints are about the connection; the receiver announces what comes of it.
    client.on("error", () => {});
    const books = new Books(proofs, { inOrder: true });
    const receiver = makeReceiver(books, {
      idempotency: { store: redisStore(client, { prefix: "faults:" }), leaseMs: 8_000 },
    });
    const hit = findHit(receiver);
    const host = await serve(receiver);
    const trouble = new Trouble(server);
    try {
      await deliverAll(books, proofs, host.port, { look: (attempt) => trouble.look(attempt) });
      await receiver.idle();
    } finally {
      await host.close();
      client.disconnect();
      await server.stop();
    }

    const { outages, refused } = trouble;
    report(
      `Redis stopped ${outages} times`,
      books,
      `; ${refused} refused with store_unavailable, and ${hit.size} events hit`,
    );
    expect([outages, refused >= 60], replay).toEqual([3, true]);
    expect(books.problems(), replay).toEqual([]);
    // What was handled, and could not be marked as done, may be handled again; nothing else may.
    expect(
      books.repeated.filter((id) => !hit.has(id)),
      replay,
    ).toEqual([]);
  });
});

/** The events whose reservation could not be made, or be ended. */
function findHit(receiver: Receiver): ReadonlySet<string> {
  const hit = new Set<string>();
  receiver.addEventListener("failed", ({ detail: { error, event } }) => {
    if (error.code === "store_unavailable" && event) hit.add(proofOf(event));
  });
  return hit;
}

/** Stops Redis after each 700 acknowledgements, and starts it again when 20 deliveries were refused for it. */
class Trouble {
  outages = 0;
  refused = 0;
  #acknowledged = 0;
  #refusedNow = 0;
  #isDown = false;
  readonly #server: RedisServer;

  constructor(server: RedisServer) {
    this.#server = server;
  }

  async look({ acknowledged, body }: Attempt): Promise<void> {
    if (acknowledged) this.#acknowledged++;
    if (body.includes("store_unavailable")) {
      this.refused++;
      this.#refusedNow++;
    }
    if (!this.#isDown && this.outages < 3 && this.#acknowledged >= 700 * (this.outages + 1)) {
      this.outages++;
      this.#refusedNow = 0;
      this.#isDown = true;
      await this.#server.stop(this.outages % 2 === 1 ? "SIGTERM" : "SIGKILL");
    } else if (this.#isDown && this.#refusedNow >= 20) {
      this.#isDown = false;
      await this.#server.start();
    }
  }
}
