import { createReceiver, EventRouter, type HandlerContext, type Receiver } from "optimizely-cmp-webhooks";
import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
import { expect, test } from "vitest";
import { secret } from "../support/client.js";
import { chance, replay } from "./kit/chance.js";
import { makeProofs, proofOf } from "./kit/events.js";
import { Ledger } from "./kit/ledger.js";
import { findHit, serve } from "./kit/receivers.js";
import { deliverAll, report } from "./kit/sender.js";

const deadlineMs = 150;
const proofs = makeProofs(600);

/** What a handler may do at its first run; all are well from the second on. */
const manners: readonly ((context: HandlerContext) => unknown)[] = [
  () => "well",
  () => "well",
  () => {
    throw new Error("thrown at once");
  },
  () => Promise.reject("a text"),
  () => Promise.reject(undefined),
  () => Promise.reject(Object.assign(new Error("with a status of its own"), { status: 200 })),
  ({ signal }) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  ({ signal }) => new Promise((resolve) => signal.addEventListener("abort", resolve)),
  () => new Promise((resolve) => setTimeout(resolve, deadlineMs * 2)),
  () => new Promise(() => {}),
];

test.each([
  { title: "without a store", once: false },
  { title: "with a store", once: true },
])("handlers throw, hang and answer too late, $title: every event is handled", async ({ title, once }) => {
  const ledger = new Ledger(proofs, { inOrder: true });
  // A handler that never ends loses its reservation after 61 leases.
  const idempotency = once ? { store: memoryStore(), leaseMs: deadlineMs } : undefined;
  const receiver = makeIllManneredReceiver(ledger, idempotency);
  const hit = findHit(receiver);
  const host = await serve(receiver);
  try {
    await deliverAll(ledger, proofs, host.port, { concurrency: 32 });
  } finally {
    await host.close();
  }

  report(`Handlers ${title}`, ledger);
  expect(ledger.problems(), replay).toEqual([]);
  // On a busy machine a lease so short may end before it is renewed; that is announced.
  if (once)
    expect(
      ledger.repeated.filter((id) => !hit.has(id)),
      replay,
    ).toEqual([]);
});

function makeIllManneredReceiver(
  ledger: Ledger,
  idempotency: Parameters<typeof createReceiver>[0]["idempotency"],
): Receiver {
  const router = new EventRouter();
  router.onAny((event, context) => {
    const id = proofOf(event);
    ledger.started(id);
    const manner = Math.floor(chance("manner", id) * manners.length);
    const result = ledger.line(id).started === 1 ? manners[manner]?.(context) : "well";
    if (result instanceof Promise) return result.then(() => ledger.completed(id));
    ledger.completed(id);
  });
  return createReceiver({ router, secret, log: null, deadlineMs, idempotency });
}
