import { createServer } from "node:http";
import { setImmediate as turn } from "node:timers/promises";
import { createReceiver, EventRouter, type Receiver, type ReceiverOptions } from "optimizely-cmp-webhooks";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { secret } from "../../support/client.js";
import { type Host, listen } from "../../support/hosts.js";
import { chance } from "./chance.js";
import { proofOf } from "./events.js";
import type { Ledger } from "./ledger.js";

/** A receiver whose handler enters what it does in the ledger, and fails `failures` of the time. */
export function makeReceiver(
  ledger: Ledger,
  { failures = 0.05, ...options }: Partial<ReceiverOptions> & { readonly failures?: number } = {},
): Receiver {
  const router = new EventRouter();
  router.onAny((event) => {
    const id = proofOf(event);
    ledger.started(id);
    const run = ledger.line(id).started;
    const work = (): void => {
      if (chance("fails", id, run) < failures) throw new Error("This run fails");
      ledger.completed(id);
    };
    // One half is done at once, the other in a while.
    return chance("waits", id) < 0.5 ? work() : turn().then(work);
  });
  return createReceiver({ router, secret, log: null, ...options });
}

/** Serves a receiver with Node's own server. */
export function serve(receiver: Receiver): Promise<Host> {
  return listen(createServer(toNodeHandler(receiver)));
}

/** The events whose reservation could not be made or ended, or was taken over: these may be handled again. */
export function findHit(receiver: Receiver): ReadonlySet<string> {
  const hit = new Set<string>();
  receiver.addEventListener("failed", ({ detail: { error, event } }) => {
    if (error.code === "store_unavailable" && event) hit.add(proofOf(event));
  });
  return hit;
}
