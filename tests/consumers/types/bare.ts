/* The core and the adapters for a compiler that knows no platform at all: no @types/node, no DOM library. */
import {
  createReceiver,
  type deliveryKey,
  EventRouter,
  eventSchemas,
  isKnownEvent,
  type MinimalSignal,
  parseEvent,
} from "optimizely-cmp-webhooks";
import { clientCredentials, createCmpClient, handlePreview } from "optimizely-cmp-webhooks/client";
import { readField } from "optimizely-cmp-webhooks/content";
import { toExpressHandler } from "optimizely-cmp-webhooks/express";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import { type MinimalRequest, toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
import { postgresStore } from "optimizely-cmp-webhooks/idempotency/postgres";
import { redisStore } from "optimizely-cmp-webhooks/idempotency/redis";
import { toKoaMiddleware } from "optimizely-cmp-webhooks/koa";
import { toLambdaHandler } from "optimizely-cmp-webhooks/lambda";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { createEvent, createSimulator, deliver } from "optimizely-cmp-webhooks/testing";
import { type Equal, holds } from "./assert.js";

export const router = new EventRouter();
router.on("task_added", (event, context) => {
  holds<Equal<typeof event.data.task.id, string>>();
  holds<Equal<typeof context.signal, MinimalSignal>>();
});
export const receiver = createReceiver({ router, secret: "ours" });
export const event = parseEvent("{}");
if (isKnownEvent(event) && event.event_name === "asset_added") {
  holds<Equal<typeof event.data.asset.id, string>>();
}
export const handlers = {
  node: toNodeHandler(receiver),
  express: toExpressHandler(receiver),
  fastify: toFastifyPlugin(receiver),
  fetch: toFetchHandler(receiver),
  koa: toKoaMiddleware(receiver),
  lambda: toLambdaHandler(receiver),
};
holds<Equal<Parameters<typeof handlers.fetch>[0], MinimalRequest>>();

export const stores = [memoryStore({ maxEntries: 10 }), redisStore, postgresStore];
export const careful = createReceiver({ router, secret: null, idempotency: { store: memoryStore() } });
holds<Equal<ReturnType<typeof deliveryKey>, string | undefined>>();
export const sample = createEvent("task_added", { data: { task: { id: "t-1" } } });
holds<Equal<typeof sample.data.task.links.self, string>>();
export const schema = eventSchemas.task_added["~standard"].validate(sample);
export const delivered = deliver(receiver, sample, { secret: "ours" });
holds<Equal<Awaited<typeof delivered>["acknowledged"], boolean>>();
export const simulator = createSimulator({ url: "http://127.0.0.1:3000/", secret: "ours" });

export const getAccessToken = clientCredentials({ clientId: "ours", clientSecret: "ours" });
export const client = createCmpClient({ getAccessToken });
router.on("content_preview_requested", async (event, { signal }) => {
  const render = () => ({ Desktop: "https://example.com/" });
  const options = { client, signal, acknowledgedBy: "us", canRender: () => true, render };
  const result = await handlePreview(event, options);
  if (result.outcome === "error_shown") holds<Equal<typeof result.error, unknown>>();
  const [content] = event.data.assets.structured_contents;
  const heading = readField(content?.content_body, "heading", { kind: "text" });
  if (heading) holds<Equal<typeof heading.value, string>>();
});
