import { serve as serveFetch } from "@hono/node-server";
import type { MakeFetch, Serve } from "./contestant.js";

/** Serves a Fetch handler on Node by Hono's server, with its own light `Request` and `Response`. */
export function serveByHono(makeFetch: MakeFetch): Serve {
  return (tally) =>
    new Promise((resolve) => {
      serveFetch({ fetch: makeFetch(tally), port: 0, hostname: "127.0.0.1" }, ({ port }) => resolve(port));
    });
}
