import { createServer } from "node:http";
import express from "express";
import { handled, ignored, isSecret, json, mismatch } from "./by-hand.js";
import type { Serve } from "./contestant.js";
import { listen, makeHandlers, maxBodyBytes, path } from "./shared.js";

/** `express.json()`, a comparison, and a `Map`. */
export const serve: Serve = (tally) => {
  const handlers = makeHandlers(tally);
  const app = express();
  app.use(express.json({ limit: maxBodyBytes }));
  app.post(path, async (request, response) => {
    if (!isSecret(request.headers["callback-secret"])) {
      response.status(401).set(json).send(mismatch);
      return;
    }
    const handler = handlers.get(request.body.event_name);
    await handler?.(request.body);
    response
      .status(handler ? 200 : 202)
      .set(json)
      .send(handler ? handled : ignored);
  });
  return listen(createServer(app));
};
