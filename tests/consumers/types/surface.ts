/*
 * The whole public surface, for a compiler that knows the platform: by @types/node, by the DOM library, or by both.
 * It exports what it makes, since a declaration file of it must be able to name every type.
 */
import {
  createReceiver,
  type ErrorCode,
  type EventName,
  EventRouter,
  type eventCatalog,
  eventNames,
  type Failed,
  type Handler,
  type Issue,
  isKnownEvent,
  parseEvent,
  ReceiverError,
  type TaskAddedEvent,
  type TaskAssetAddedEvent,
  type TaskAssetModifiedEvent,
  verifySecret,
} from "optimizely-cmp-webhooks";
import { createCmpClient } from "optimizely-cmp-webhooks/client";
import { toExpressHandler } from "optimizely-cmp-webhooks/express";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { type Equal, holds } from "./assert.js";

export const router = new EventRouter();
export const off = router.on("task_added", async (event, context) => {
  holds<Equal<typeof event, TaskAddedEvent>>();
  holds<Equal<typeof event.event_name, "task_added">>();
  holds<Equal<typeof event.data.task.id, string>>();
  holds<Equal<typeof context.signal, AbortSignal>>();
  holds<Equal<typeof context.organizationId, string | undefined>>();
  holds<Equal<typeof context.receivedAt, Date>>();
  holds<Equal<ReturnType<typeof context.header>, string | undefined>>();
  context.signal.throwIfAborted();
  // @ts-expect-error: a member that no source shows
  event.data.task.nonsense;
});
router.on(["task_asset_added", "task_asset_modified"], (event) => {
  holds<Equal<typeof event, TaskAssetAddedEvent | TaskAssetModifiedEvent>>();
  if (event.event_name === "task_asset_added") holds<Equal<typeof event, TaskAssetAddedEvent>>();
});
router.onUnknown((event) => {
  holds<Equal<typeof event.event_name, string>>();
  holds<Equal<(typeof event.data)["anything"], unknown>>();
});
router.onAny(
  (event) => {
    if (isKnownEvent(event)) holds<Equal<typeof event.event_name, EventName>>();
  },
  { signal: new AbortController().signal },
);
// @ts-expect-error: no event of CMP
router.on("task_aded", () => {});
off();

export const receiver = createReceiver({
  router,
  secret: process.env["CMP_WEBHOOK_SECRET"],
  deadlineMs: 5_000,
  maxBodyBytes: 1_024,
  onMismatch: "reject",
  log: null,
});
createReceiver({ router, secret: ["new", "old"] });
createReceiver({ router, secret: null });
createReceiver({
  router,
  secret: async ({ organizationId }) =>
    holds<Equal<typeof organizationId, string | undefined>>() ? "a" : ["b"],
});
// @ts-expect-error: the secret must be named
createReceiver({ router });

receiver.addEventListener(
  "failed",
  ({ detail }) => {
    holds<Equal<typeof detail, Failed>>();
    holds<Equal<typeof detail.errors, readonly unknown[]>>();
    if (detail.error.code === "handler_failed") holds<Equal<typeof detail.late, boolean>>();
    // @ts-expect-error: no code of ours
    detail.error.code === "nonsense";
  },
  { once: true, signal: new AbortController().signal },
);
receiver.addEventListener("handled", ({ detail }) => {
  holds<Equal<typeof detail.secretIndex, number | undefined>>();
});
receiver.addEventListener("mismatched", ({ detail: { issues } }) => {
  holds<Equal<(typeof issues)[number]["path"], string>>();
});

export const answered = receiver.receive({ method: "POST", header: () => undefined, body: "{}" });
void answered.then(({ status, headers, body }) => {
  holds<Equal<typeof status, number>>();
  holds<Equal<typeof body, string>>();
  holds<Equal<(typeof headers)["allow"] & string, string>>();
});
void receiver.idle().then((nothing) => holds<Equal<typeof nothing, void>>());

export const isOurs = verifySecret(null, ["new", "old"]);
holds<Equal<typeof isOurs, boolean>>();

export const event = parseEvent(new Uint8Array());
holds<Equal<typeof event.event_name, string>>();
if (isKnownEvent(event) && event.event_name === "asset_added") {
  holds<Equal<typeof event.data.asset.id, string>>();
}
export const names = eventNames;
holds<Equal<(typeof names)[number], EventName>>();
holds<Equal<typeof eventCatalog.task_added.experimental, boolean>>();
holds<Equal<typeof eventCatalog.task_added.verified, boolean>>();
holds<string extends typeof eventCatalog.task_added.group ? false : true>();

export function describe(thrown: unknown): string {
  if (!(thrown instanceof ReceiverError)) return "foreign";
  holds<Equal<typeof thrown.status, number>>();
  holds<Equal<typeof thrown.cause, unknown>>();
  holds<Equal<typeof thrown.issues, readonly Issue[]>>();
  holds<Equal<Issue, { readonly path: string; readonly expected: string; readonly received: string }>>();
  return thrown.code satisfies ErrorCode;
}
holds<Equal<string extends ErrorCode ? true : false, false>>();
export const handler: Handler<TaskAddedEvent> = (_event, { signal }) => void signal.aborted;

export const handlers = {
  node: toNodeHandler(receiver, { path: "/webhooks" }),
  express: toExpressHandler(receiver),
  fastify: toFastifyPlugin(receiver),
  fetch: toFetchHandler(receiver),
};
holds<Equal<Parameters<typeof handlers.fetch>[0], Request>>();
holds<Equal<ReturnType<typeof handlers.fetch>, Promise<Response>>>();
toNodeHandler({ receive: async () => ({ status: 200, headers: {}, body: "" }) });

export const client = createCmpClient({ getAccessToken: () => "ours", fetch });
holds<Equal<ReturnType<typeof client.follow<TaskAddedEvent>>, Promise<TaskAddedEvent>>>();
