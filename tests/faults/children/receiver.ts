/*
 * A receiver in a process of its own, as the tests of a crash and of a stop start it. Settings come in SETTINGS, as JSON.
 * It keeps its account in a file, synchronously, so that what it has done is known whatever becomes of it.
 */
import { openSync, writeSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Redis } from "ioredis";
import { createReceiver, EventRouter, type IdempotencyOptions } from "optimizely-cmp-webhooks";
import { redisStore } from "optimizely-cmp-webhooks/idempotency/redis";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { secret } from "../../support/client.js";
import type { ChildSettings } from "../kit/child.js";
import { proofOf } from "../kit/events.js";

const settings: ChildSettings = JSON.parse(process.env["SETTINGS"] ?? "{}");
const file = openSync(settings.file, "a");
const redis = settings.redisPort ? new Redis(settings.redisPort, { maxRetriesPerRequest: 1 }) : undefined;
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
  idempotency: redis && shareStore(redis),
});
const server = createServer(toNodeHandler(receiver));
server.listen(settings.port, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));

process.once("SIGTERM", () => {
  void stop();
  process.send?.("stopping");
});

// recipe: begin
/** Takes no more deliveries, finishes those that are here, and ends. */
async function stop(): Promise<void> {
  // A handler that never ends must not keep the process: by then the platform would kill it anyway.
  setTimeout(() => process.exit(1), 25_000).unref();
  // A connection that is kept alive would bring delivery after delivery: let each end with its next answer.
  server.prependListener("request", (_request, response) => response.setHeader("connection", "close"));
  await new Promise((resolve) => server.close(resolve));
  // Not before: the last connection may have brought a delivery that is acknowledged, and still being handled.
  await receiver.idle();
  process.exit();
}
// recipe: end

function shareStore(client: Redis): IdempotencyOptions {
  return { store: redisStore(client, { prefix: "faults:" }), leaseMs: 3_000 };
}
