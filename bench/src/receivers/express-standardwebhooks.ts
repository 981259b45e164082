import { createServer } from "node:http";
import express from "express";
import type { LooseEvent } from "./by-hand.js";
import type { Serve } from "./contestant.js";
import { listen, makeHandlers, maxBodyBytes, path } from "./shared.js";
import { webhook } from "./standardwebhooks.js";

/** Standard Webhooks in Express, with the body raw as the check wants it. */
export const serve: Serve = (tally) => {
  const handlers = makeHandlers(tally);
  const app = express();
  app.post(
    path,
    express.raw({ type: "application/json", limit: maxBodyBytes }),
    async (request, response) => {
      // Its types do not know that a header may be a list; at run time it takes what Express has.
      const event = webhook.verify(request.body, request.headers as Record<string, string>) as LooseEvent;
      await handlers.get(event.event_name)?.(event);
      response.json({ received: true });
    },
  );
  return listen(createServer(app));
};
