/*
 * Standard Webhooks, by the package of their authors: it verifies and parses, and leaves the rest to the user.
 */
import { Webhook } from "standardwebhooks";
import type { LooseEvent } from "./by-hand.js";
import type { MakeReceive } from "./contestant.js";
import { makeHandlers, secret } from "./shared.js";

/** Knows the secret. */
export const webhook: Webhook = new Webhook(Buffer.from(secret).toString("base64"));

/** `verify`, and a `Map`. */
export const makeReceive: MakeReceive = (tally) => {
  const handlers = makeHandlers(tally);
  return async ({ headers, body }) => {
    const event = webhook.verify(body, { ...headers }) as LooseEvent;
    await handlers.get(event.event_name)?.(event);
    return event;
  };
};
