/*
 * The webhooks of Linear, by the package of the vendor. Its bodies say `type` and have the time of signing in them.
 */
import { createServer } from "node:http";
import { LinearWebhookClient, type LinearWebhookHandler } from "@linear/sdk/webhooks";
import type { MakeFetch, MakeReceive, Serve, Tally } from "./contestant.js";
import { listen, makeHandler, makeHandlers, names, secret } from "./shared.js";

function makeLinearHandler(tally: Tally): LinearWebhookHandler {
  const handler = new LinearWebhookClient(secret).createHandler();
  // Its types know the names of its own events only; at run time any text will do.
  const on: (name: never, listener: () => Promise<void>) => void = handler.on;
  for (const name of names) on(name as never, makeHandler(tally));
  return handler;
}

/** On Node's own server. */
export const serve: Serve = (tally) => {
  const handler = makeLinearHandler(tally);
  return listen(createServer((request, response) => void handler(request, response)));
};

/** From `Request` to `Response`. */
export const makeFetch: MakeFetch = (tally) => makeLinearHandler(tally);

/** `parseData` verifies and parses; without its handler, dispatching is left to the user. */
export const makeReceive: MakeReceive = (tally) => {
  const client = new LinearWebhookClient(secret);
  const handlers = makeHandlers(tally);
  return async ({ headers, body }) => {
    const event = client.parseData(body, headers["linear-signature"] ?? "");
    await handlers.get(event.type)?.(event);
    return event;
  };
};
