/*
 * This package, as its README tells.
 */
import { createReceiver, EventRouter, type Receiver } from "optimizely-cmp-webhooks";
import type { MakeReceive, Tally } from "./contestant.js";
import { makeHandler, names, secret } from "./shared.js";

/** A receiver of the events of all payloads. */
export function makeReceiver(tally: Tally): Receiver {
  const router = new EventRouter();
  router.on(names, makeHandler(tally));
  return createReceiver({ router, secret });
}

/** The receiver without an adapter. */
export const makeReceive: MakeReceive = (tally) => {
  const receiver = makeReceiver(tally);
  return ({ headers, body }) => receiver.receive({ method: "POST", header: (name) => headers[name], body });
};
