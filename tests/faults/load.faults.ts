import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
import { describe, expect, test } from "vitest";
import { hosts } from "../support/hosts.js";
import { isThorough } from "../support/thorough.js";
import { replay } from "./kit/chance.js";
import { makeProofs } from "./kit/events.js";
import { Ledger } from "./kit/ledger.js";
import { makeReceiver } from "./kit/receivers.js";
import { deliverAll, report } from "./kit/sender.js";

/** With a tenth doubled, 20,000 deliveries and more. */
const proofs = makeProofs(isThorough ? 18_200 : 3_000);
const adapters = hosts.filter(({ name }) => ["node:http", "Express 5", "Fastify 5", "Fetch"].includes(name));

describe.each(adapters)("$name", ({ name, start }) => {
  test("thousands of deliveries with 10 % duplicates, reordering and 5 % failures: none is lost, and none with a key is handled twice", async () => {
    const ledger = new Ledger(proofs, { inOrder: true });
    const receiver = makeReceiver(ledger, { idempotency: { store: memoryStore() } });
    const host = await start(receiver);
    try {
      await deliverAll(ledger, proofs, host.port);
      await receiver.idle();
    } finally {
      await host.close();
    }

    report(name, ledger);
    expect(ledger.problems({ once: true }), replay).toEqual([]);
  });
});
