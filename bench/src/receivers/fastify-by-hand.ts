import fastify from "fastify";
import { handled, ignored, isSecret, json, type LooseEvent, mismatch } from "./by-hand.js";
import type { Serve } from "./contestant.js";
import { makeHandlers, maxBodyBytes, path } from "./shared.js";

/** Fastify's own parser of JSON, a comparison, and a `Map`. */
export const serve: Serve = async (tally) => {
  const handlers = makeHandlers(tally);
  const app = fastify({ bodyLimit: maxBodyBytes });
  app.post<{ Body: LooseEvent }>(path, async (request, reply) => {
    if (!isSecret(request.headers["callback-secret"])) return reply.code(401).headers(json).send(mismatch);
    const handler = handlers.get(request.body.event_name);
    await handler?.(request.body);
    return reply
      .code(handler ? 200 : 202)
      .headers(json)
      .send(handler ? handled : ignored);
  });
  return Number(new URL(await app.listen({ port: 0, host: "127.0.0.1" })).port);
};
