import { Hono } from "hono";
import { handled, ignored, isSecret, json, type LooseEvent, mismatch } from "./by-hand.js";
import type { MakeFetch } from "./contestant.js";
import { makeHandlers, path } from "./shared.js";

/** Hono's own reading of JSON, a comparison, and a `Map`. */
export const makeFetch: MakeFetch = (tally) => {
  const handlers = makeHandlers(tally);
  const app = new Hono();
  app.post(path, async (context) => {
    if (!isSecret(context.req.header("callback-secret"))) return context.body(mismatch, 401, json);
    const event = await context.req.json<LooseEvent>();
    const handler = handlers.get(event.event_name);
    await handler?.(event);
    return handler ? context.body(handled, 200, json) : context.body(ignored, 202, json);
  });
  return (request) => app.fetch(request);
};
