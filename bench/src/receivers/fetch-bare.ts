/*
 * The least code that does the work from `Request` to `Response`.
 */
import { handled, ignored, isSecret, json, type LooseEvent, mismatch } from "./by-hand.js";
import type { MakeFetch } from "./contestant.js";
import { makeHandlers } from "./shared.js";

/** A function; also what is served by `fetch bare`. */
export const makeFetch: MakeFetch = (tally) => {
  const handlers = makeHandlers(tally);
  return async (request) => {
    if (request.method !== "POST") return new Response(null, { status: 405 });
    if (!isSecret(request.headers.get("callback-secret"))) {
      return new Response(mismatch, { status: 401, headers: json });
    }
    const event: LooseEvent = JSON.parse(await request.text());
    const handler = handlers.get(event.event_name);
    await handler?.(event);
    return new Response(handler ? handled : ignored, { status: handler ? 200 : 202, headers: json });
  };
};
