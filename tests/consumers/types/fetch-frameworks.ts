/*
 * `toFetchHandler(receiver)` as it is, where each framework expects a handler. Of the frameworks that are too large to be
 * installed here there is the part of the type that a handler must fit; `npm run test:frameworks` builds with the real ones.
 */
import { app as azure, type HttpHandler } from "@azure/functions";
import { createApp, defineEventHandler, fromWebHandler, toWebRequest } from "h3";
import { fromWebHandler as fromWebHandler2, H3 } from "h3v2";
import { Hono } from "hono";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";

export const POST = toFetchHandler(createReceiver({ router: new EventRouter(), secret: null }));

new Hono()
  .mount("/webhooks/cmp", POST)
  .all("/a", (context) => POST(context.req.raw))
  .all("/b", (context) => POST(context.req.raw, context.executionCtx));

createApp()
  .use("/webhooks/cmp", fromWebHandler(POST))
  .use(defineEventHandler((event) => POST(toWebRequest(event))));
new H3()
  .all("/webhooks/cmp", fromWebHandler2(POST))
  .mount("/a", { fetch: POST })
  .all("/b", (event) => POST(event.req));

export const handler: HttpHandler = POST;
azure.http("cmp", { methods: ["POST"], authLevel: "anonymous", handler: POST });

/* Next.js compares the types of a route's parameters with these, inferred in this way; of version 15 on, params is a promise. */
type First<Route> = Route extends (...args: [infer Type, never]) => unknown ? Type : never;
type Second<Route> = Route extends (...args: [never, infer Type]) => unknown
  ? unknown extends Type
    ? never
    : Type
  : never;
export const first: (parameter: First<typeof POST>) => Request = (parameter) => parameter;
export const second: (parameter: Second<typeof POST>) => { params: Promise<object> } = (context) => context;
declare function after(task: Promise<unknown> | (() => unknown)): void;
export const route = (request: Request): Promise<Response> => POST(request, { waitUntil: after });

/* SvelteKit and Astro, React Router, Netlify. */
interface Event {
  readonly request: Request;
  readonly params: Partial<Record<string, string>>;
  readonly url: URL;
}
export const endpoint: (event: Event) => Response | Promise<Response> = POST;
export const action: (args: Event & { context: unknown }, context?: unknown) => unknown = POST;
export const netlify: (
  request: Request,
  context: { readonly waitUntil: (work: Promise<unknown>) => void },
) => Promise<Response> = POST;
