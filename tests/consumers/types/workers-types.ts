/* A Worker with the types of Cloudflare: the handlers' signal is theirs, and so are request and response. */
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";

const router = new EventRouter();
router.on("task_added", async (event, { signal }) => {
  await fetch(`https://example.com/${event.data.task.id}`, { signal });
});
const handle = toFetchHandler(createReceiver({ router, secret: "ours" }));

export default {
  fetch: (request, _env, context) => handle(request, context),
} satisfies ExportedHandler;
