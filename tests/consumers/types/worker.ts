/* A worker: the DOM library knows the platform, and nobody knows Node. */
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { createCmpClient } from "optimizely-cmp-webhooks/client";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import { type Equal, holds } from "./assert.js";

const router = new EventRouter();
router.on("task_added", (_event, { signal }) => {
  holds<Equal<typeof signal, AbortSignal>>();
});
const receiver = createReceiver({ router, secret: ({ organizationId }) => `secret of ${organizationId}` });
const handle = toFetchHandler(receiver);

export default {
  fetch(
    request: Request,
    _env: object,
    context: { waitUntil(work: Promise<unknown>): void },
  ): Promise<Response> {
    return handle(request, context);
  },
};

export const client = createCmpClient({ getAccessToken: () => "ours", fetch });
