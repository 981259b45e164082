/*
 * Handles deliveries in this process, in rounds, and tells what the heap holds after each, as one line of JSON.
 * Arguments: "with" or "without" for a store, how many rounds, and how many deliveries in each. Node needs --expose-gc.
 */
import { createReceiver, EventRouter, eventNames } from "optimizely-cmp-webhooks";
import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
import { createEvent } from "optimizely-cmp-webhooks/testing";

const secret = "the-secret-of-the-memory-run";
const headers: Readonly<Record<string, string>> = { "callback-secret": secret, "organization-id": "org-1" };
const header = (name: string): string | undefined => headers[name];
const [rounds, count] = process.argv.slice(3).map(Number) as [number, number];

/** What a delivery is: each has an id of its own, so that a store has to let the old ones go. */
const bodies = eventNames.map((name) => JSON.stringify(createEvent(name)));
const id = /"id":"/;

const router = new EventRouter();
router.onAny((event) => {
  if (event.event_name === "task_removed") throw new Error("Some fail");
  if (event.event_name === "asset_added") return Promise.resolve();
});
const idempotency = process.argv[2] === "with" ? { store: memoryStore({ maxEntries: 1_000 }) } : undefined;
const receiver = createReceiver({ router, secret, log: null, idempotency });

const heaps: number[] = [];
for (let round = 0; round < rounds; round++) {
  await deliver(round * count, (round + 1) * count);
  heaps.push(heap());
}
console.log(JSON.stringify(heaps));

async function deliver(first: number, more: number): Promise<void> {
  for (let index = first; index < first + more; index++) {
    const body = bodies[index % bodies.length]?.replace(id, `"id":"${index}-`);
    await receiver.receive({ method: "POST", header, body });
  }
  await receiver.idle();
}

/** What is left when all that nobody holds is gone. */
function heap(): number {
  for (let round = 0; round < 3; round++) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
