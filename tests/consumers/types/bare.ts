/* The core and the adapters for a compiler that knows no platform at all: no @types/node, no DOM library. */
import {
  createReceiver,
  EventRouter,
  isKnownEvent,
  type MinimalSignal,
  parseEvent,
} from "optimizely-cmp-webhooks";
import { toExpressHandler } from "optimizely-cmp-webhooks/express";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import { type MinimalRequest, toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
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
};
holds<Equal<Parameters<typeof handlers.fetch>[0], MinimalRequest>>();
