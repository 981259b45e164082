/*
 * Answers requests for previews: acknowledges what it can show, serves it as a page, and hands its address to CMP.
 * PUBLIC_URL is where CMP reaches this server. Run it with
 *   CMP_WEBHOOK_SECRET=... CMP_CLIENT_ID=... CMP_CLIENT_SECRET=... CONTENT_TYPES=article,recipe \
 *   PUBLIC_URL=https://preview.example.com npx tsx server.ts
 */
import { randomUUID } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { clientCredentials, createCmpClient, handlePreview } from "optimizely-cmp-webhooks/client";
import { closeServer, toNodeHandler } from "optimizely-cmp-webhooks/node";
import { pageOf } from "./page.js";

const {
  CMP_WEBHOOK_SECRET: secret,
  CMP_CLIENT_ID: clientId = "",
  CMP_CLIENT_SECRET: clientSecret = "",
} = process.env;
const {
  CMP_TOKEN_URL: tokenUrl,
  CMP_API_URL: baseUrl,
  CONTENT_TYPES = "",
  PUBLIC_URL,
  PORT = "3000",
} = process.env;
const path = "/webhooks/cmp";

/** The types that `pageOf` is good for. The first acknowledgement locks others out, so no type is taken for granted. */
const contentTypes = new Set(CONTENT_TYPES.split(","));

/** CMP fetches a page once and keeps it; 15 minutes are enough. */
const keptMs = 15 * 60_000;
const mostPages = 1_000;
const pages = new Map<string, { readonly html: string; readonly until: number }>();

const client = createCmpClient({
  getAccessToken: clientCredentials({ clientId, clientSecret, tokenUrl }),
  requestsPerSecond: 10,
  // For a test against the fake CMP; without CMP_API_URL the token goes to CMP only.
  ...(baseUrl && { baseUrl, allowedOrigins: [new URL(baseUrl).origin] }),
});

const router = new EventRouter();
router.on("content_preview_requested", async (event, { signal }) => {
  const result = await handlePreview(event, {
    ...{ client, signal, acknowledgedBy: "preview-example" },
    // The only one here that answers previews: what was acknowledged before was acknowledged here.
    resume: true,
    canRender: ({ content_body }) => contentTypes.has(content_body.content_type.api_identifier),
    render: (content) => ({ Page: `${publicUrl()}/previews/${keep(pageOf(content))}` }),
  });
  console.log(`Preview for task ${event.data.task.id}: ${result.outcome}`);
  if (result.outcome === "error_shown") console.error(result.error);
});

const receiver = createReceiver({ router, secret });
const receive = toNodeHandler(receiver, { path });
const server = createServer((request, response) => {
  const [, id] = /^\/previews\/([\w-]+)$/.exec(request.url ?? "") ?? [];
  if (id === undefined) receive(request, response);
  else show(id, response);
});
server.listen(Number(PORT), () => console.log(`listening on http://localhost:${port()}${path}`));

process.once("SIGTERM", stop);
process.once("SIGINT", stop);

/** Keeps a page. @returns its id, which nobody can guess: a preview is not public yet */
function keep(html: string): string {
  const id = randomUUID();
  for (const [old, { until }] of pages) {
    if (until > Date.now() && pages.size < mostPages) break;
    pages.delete(old);
  }
  pages.set(id, { html, until: Date.now() + keptMs });
  return id;
}

function show(id: string, response: ServerResponse): void {
  const page = pages.get(id);
  if (page === undefined || page.until < Date.now()) {
    response.writeHead(404).end();
    return;
  }
  const headers = {
    "content-type": "text/html; charset=utf-8",
    // Should something get through the escaping, it is not run.
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
  };
  response.writeHead(200, headers).end(page.html);
}

function publicUrl(): string {
  return PUBLIC_URL ?? `http://localhost:${port()}`;
}

function port(): number {
  return (server.address() as AddressInfo).port;
}

/** Takes no more deliveries, finishes those that are here, and ends. */
async function stop(): Promise<void> {
  const isClean = await closeServer(server, receiver, { timeoutMs: 25_000 });
  process.exit(isClean ? 0 : 1);
}
