/*
 * This package, as its README tells.
 */
import { createReceiver, EventRouter, type Receiver } from "optimizely-cmp-webhooks";
import type { MakeReceive, Tally } from "./contestant.js";
import { makeHandler, makeHandlerAtOnce, names, secret } from "./shared.js";

/** A receiver of the events of all payloads. */
export function makeReceiver(tally: Tally, handler: Handler = makeHandler(tally)): Receiver {
  const router = new EventRouter();
  router.on(names, handler);
  return createReceiver({ router, secret });
}

type Handler = () => void | Promise<void>;

/** The receiver without an adapter. */
export const makeReceive: MakeReceive = (tally) => takeIn(makeReceiver(tally));

/** With handlers that return at once. */
export const makeReceiveAtOnce: MakeReceive = (tally) =>
  takeIn(makeReceiver(tally, makeHandlerAtOnce(tally)));

/** Hands deliveries to a receiver as an adapter would. */
export function takeIn(receiver: Receiver): ReturnType<MakeReceive> {
  return ({ headers, body }) => receiver.receive({ method: "POST", header: (name) => headers[name], body });
}
