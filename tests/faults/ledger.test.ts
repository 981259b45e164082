/*
 * The ledger themselves: do they tell when something goes wrong? Each receiver here is spoilt on purpose.
 */
import type { DeliveryReceiver, IdempotencyStore, Receiver } from "optimizely-cmp-webhooks";
import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
import { createVirtualClock } from "optimizely-cmp-webhooks/testing";
import { expect, test } from "vitest";
import { replay } from "./kit/chance.js";
import { makeProofs } from "./kit/events.js";
import { Ledger } from "./kit/ledger.js";
import { makeReceiver } from "./kit/receivers.js";
import { deliverAll } from "./kit/sender.js";

const ok = { status: 200, headers: {}, body: "" };

interface Spoilt {
  readonly title: string;
  /** What the ledger have to say. */
  readonly found: RegExp;
  /** Whether they are told to look at the order of things. */
  readonly inOrder?: boolean;
  readonly store?: IdempotencyStore;
  spoil(receiver: Receiver): DeliveryReceiver;
}

const spoilt: readonly Spoilt[] = [
  {
    title: "acknowledges before it has handled",
    found: /was acknowledged before it was handled/,
    inOrder: true,
    spoil: (receiver) => ({
      receive(delivery) {
        setTimeout(() => receiver.receive(delivery));
        return Promise.resolve(ok);
      },
    }),
  },
  {
    title: "acknowledges what failed",
    found: /was acknowledged and never handled/,
    store: memoryStore(),
    spoil: (receiver) => ({
      receive: async (delivery) => ({ ...(await receiver.receive(delivery)), status: 202 }),
    }),
  },
  {
    title: "answers nothing that CMP takes for an acknowledgement",
    found: /was never acknowledged/,
    spoil: (receiver) => ({
      receive: async (delivery) => ({ ...(await receiver.receive(delivery)), status: 204 }),
    }),
  },
  {
    title: "forgets what it has handled",
    found: /has a key and was handled 2 times/,
    spoil: (receiver) => receiver,
  },
];

test.each(spoilt)("a receiver that $title is found out", async ({ found, spoil, inOrder = false, store }) => {
  const proofs = makeProofs(100);
  const ledger = new Ledger(proofs, { inOrder });
  const idempotency = store && { store };
  const target = spoil(makeReceiver(ledger, { failures: 0.2, idempotency }));
  await deliverAll(ledger, proofs, 0, {
    target,
    // Enough that among a hundred events some with a key come twice, whatever the seed.
    duplicates: 0.5,
    clock: createVirtualClock(),
    firstRetryMs: 1,
    retryForMs: 10,
  });

  expect(ledger.problems({ once: true }).join("\n"), replay).toMatch(found);
});

test("a receiver that does as it should is not found fault with", async () => {
  const proofs = makeProofs(100);
  const ledger = new Ledger(proofs, { inOrder: true });
  const target = makeReceiver(ledger, { failures: 0.2, idempotency: { store: memoryStore() } });
  await deliverAll(ledger, proofs, 0, { target, clock: createVirtualClock() });

  expect(ledger.problems({ once: true }), replay).toEqual([]);
});
