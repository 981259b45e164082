/*
 * A receiver in a process of its own, as the tests of a crash and of a stop start it. Settings come in SETTINGS, as JSON.
 * It keeps its account in a file, synchronously, so that what it has done is known whatever becomes of it.
 */
import { openSync, writeSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Redis } from "ioredis";
import { createReceiver, EventRouter, type IdempotencyStore } from "optimizely-cmp-webhooks";
import { postgresStore } from "optimizely-cmp-webhooks/idempotency/postgres";
import { redisStore } from "optimizely-cmp-webhooks/idempotency/redis";
import { closeServer, toNodeHandler } from "optimizely-cmp-webhooks/node";
import { Pool } from "pg";
import { secret } from "../../support/client.js";
import type { ChildSettings } from "../kit/child.js";
import { proofOf } from "../kit/events.js";

const settings: ChildSettings = JSON.parse(process.env["SETTINGS"] ?? "{}");
const file = openSync(settings.file, "a");
const store = settings.storeUrl ? openStore(settings.storeUrl) : undefined;
let started = 0;

const router = new EventRouter();
router.onAny(async (event) => {
  const id = proofOf(event);
  writeSync(file, `started ${id}\n`);
  if (++started === settings.hangAt) {
    process.send?.("in mid-handler");
    await new Promise(() => {});
  }
  // The work: it is still under way when the next deliveries come.
  await new Promise((resolve) => setTimeout(resolve, settings.workMs));
  writeSync(file, `completed ${id}\n`);
});

const receiver = createReceiver({
  router,
  secret,
  acknowledge: settings.acknowledge,
  ...(store && { deadlineMs: 3_000, idempotency: { store, leaseMs: 3_000 } }),
});
const server = createServer(toNodeHandler(receiver));
server.listen(settings.port, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));

process.once("SIGTERM", () => {
  void stop();
  process.send?.("stopping");
});

// recipe: begin
/** Accepts no more deliveries, lets those in flight end, and exits: with 1 if something had to be cut off. */
async function stop(): Promise<void> {
  const isClean = await closeServer(server, receiver, { timeoutMs: 25_000 });
  process.exit(isClean ? 0 : 1);
}
// recipe: end

function openStore(url: string): IdempotencyStore {
  if (url.startsWith("redis:")) {
    return redisStore(new Redis(url, { maxRetriesPerRequest: 1 }), { prefix: "faults:" });
  }
  return postgresStore(new Pool({ connectionString: url, connectionTimeoutMillis: 1_500 }), {
    prefix: "faults:",
  });
}
