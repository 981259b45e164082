/*
 * The webhooks of Stripe, by the package of the vendor: it verifies and parses, and leaves the rest to the user.
 */
import Stripe from "stripe";
import type { MakeReceive } from "./contestant.js";
import { makeHandlers, secret } from "./shared.js";

/** The client that has the check; no request is made with its key. */
export const client: Stripe = new Stripe("sk_test_none");

/** `constructEvent`, and a `Map`. */
export const makeReceive: MakeReceive = (tally) => {
  const handlers = makeHandlers(tally);
  return async ({ headers, body }) => {
    const event = client.webhooks.constructEvent(body, headers["stripe-signature"] ?? "", secret);
    await handlers.get(event.type)?.(event);
    return event;
  };
};
