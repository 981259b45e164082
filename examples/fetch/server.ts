/*
 * Receives deliveries wherever `export default { fetch }` is served:
 *   CMP_WEBHOOK_SECRET=change-me deno serve --allow-env server.ts
 *   CMP_WEBHOOK_SECRET=change-me bun run server.ts
 *   wrangler dev server.ts            (Cloudflare Workers, with the flag nodejs_compat)
 * Node has no such server; node.ts beside this file serves it there.
 */
import process from "node:process";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { type FetchContext, toFetchHandler } from "optimizely-cmp-webhooks/fetch";

const router = new EventRouter();
router.on("task_added", (event) => {
  console.log(`Task ${event.data.task.id} was added`);
});
router.on("campaign_added", (event) => {
  console.log(`Campaign ${event.data.campaign.id} was added`);
});

/** For whoever stops the server. */
export const receiver = createReceiver({ router, secret: process.env["CMP_WEBHOOK_SECRET"] });
receiver.addEventListener("ignored", ({ detail }) => {
  console.log(`Ignored ${JSON.stringify(detail.event.event_name)}: ${detail.reason}`);
});
receiver.addEventListener("rejected", ({ detail }) => {
  console.warn(`Rejected: ${detail.error.code}. ${detail.error.message}`);
});

const handle = toFetchHandler(receiver);

export default {
  /** `context.waitUntil` comes from Workers: it keeps them awake for a handler that outruns the deadline. */
  async fetch(request: Request, _bindings?: unknown, context?: FetchContext): Promise<Response> {
    const { pathname } = new URL(request.url);
    return pathname === "/webhooks/cmp" ? handle(request, context) : new Response(null, { status: 404 });
  },
};
