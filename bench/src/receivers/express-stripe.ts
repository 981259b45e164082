import { createServer } from "node:http";
import express from "express";
import type { Serve } from "./contestant.js";
import { listen, makeHandlers, maxBodyBytes, path, secret } from "./shared.js";
import { client } from "./stripe.js";

/** Stripe in Express, as the vendor's example has it. */
export const serve: Serve = (tally) => {
  const handlers = makeHandlers(tally);
  const app = express();
  app.post(
    path,
    express.raw({ type: "application/json", limit: maxBodyBytes }),
    async (request, response) => {
      const signature = request.headers["stripe-signature"] ?? "";
      const event = client.webhooks.constructEvent(request.body, signature, secret);
      await handlers.get(event.type)?.(event);
      response.json({ received: true });
    },
  );
  return listen(createServer(app));
};
