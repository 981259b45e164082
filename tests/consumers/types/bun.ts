/* The fetch handler, as Bun takes it. */
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";

const POST = toFetchHandler(createReceiver({ router: new EventRouter(), secret: null }));

Bun.serve({ fetch: POST });
Bun.serve({ routes: { "/webhooks/cmp": POST }, fetch: () => new Response(null, { status: 404 }) });
Bun.serve({ routes: { "/webhooks/cmp": { POST } } });
