/* For `deno check`: the types as Deno resolves them. */
import { createReceiver, EventRouter, type TaskAddedEvent } from "optimizely-cmp-webhooks";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";

const router = new EventRouter();
router.on("task_added", async (event, { signal }) => {
  const added: TaskAddedEvent = event;
  await fetch(`http://127.0.0.1/${added.data.task.id}`, { signal });
});
const handler: (request: Request) => Promise<Response> = toFetchHandler(
  createReceiver({ router, secret: "ours" }),
);
export const server = { fetch: handler } satisfies Deno.ServeDefaultExport;
