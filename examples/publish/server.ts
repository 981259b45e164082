/*
 * Publishes contents: writes a page for each into a folder, and reports to CMP where it is now. PUBLIC_URL is where the
 * folder is served. Run it with
 *   CMP_WEBHOOK_SECRET=... CMP_CLIENT_ID=... CMP_CLIENT_SECRET=... \
 *   FOLDER=./public PUBLIC_URL=https://www.example.com npx tsx server.ts
 */
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createReceiver, EventRouter, type PublishedContent } from "optimizely-cmp-webhooks";
import { clientCredentials, createCmpClient, type PublishingResult } from "optimizely-cmp-webhooks/client";
import { closeServer, toNodeHandler } from "optimizely-cmp-webhooks/node";
import { pageOf } from "../preview/page.js";

const {
  CMP_WEBHOOK_SECRET: secret,
  CMP_CLIENT_ID: clientId = "",
  CMP_CLIENT_SECRET: clientSecret = "",
} = process.env;
const { CMP_TOKEN_URL: tokenUrl, CMP_API_URL: baseUrl, PORT = "3000" } = process.env;
const { FOLDER: folder = "public", PUBLIC_URL: publicUrl = "http://localhost:8080" } = process.env;
const path = "/webhooks/cmp";

const client = createCmpClient({
  getAccessToken: clientCredentials({ clientId, clientSecret, tokenUrl }),
  requestsPerSecond: 10,
  // For a test against the fake CMP; without CMP_API_URL the token goes to CMP only.
  ...(baseUrl && { baseUrl, allowedOrigins: [new URL(baseUrl).origin] }),
});

const router = new EventRouter();
router.on("asset_published", async (event, { signal }) => {
  const contents = event.data.assets.structured_contents ?? [];
  if (contents.length === 0) return;
  const results = await Promise.all(contents.map(publish));
  // The same results after a redelivery are no failure: CMP has them already.
  const report = await client.reportPublishing(event, results, { signal });
  console.log(`Reported ${results.length}: ${report.ok ? "all well" : `${report.failed.length} refused`}`);
  for (const { asset_id, error_code, message } of report.failed) console.error(asset_id, error_code, message);
});

const receiver = createReceiver({ router, secret });
const server = createServer(toNodeHandler(receiver, { path }));
await mkdir(folder, { recursive: true });
server.listen(Number(PORT), () => {
  const { port } = server.address() as AddressInfo;
  console.log(`listening on http://localhost:${port}${path}`);
});

process.once("SIGTERM", stop);
process.once("SIGINT", stop);

/** Writes the page of a content. It has the same name each time, so that a redelivery writes it once more. */
async function publish(content: PublishedContent): Promise<PublishingResult> {
  const { id } = content;
  const { primary_locale: locale } = content.content_body;
  try {
    // An id is CMP's word and opaque: as the name of a file it must not lead out of the folder.
    if (!/^[\w-]{1,100}$/.test(id))
      throw new Error(`The id must be letters and digits, received ${JSON.stringify(id)}`);
    await writeFile(join(folder, `${id}.html`), pageOf(content));
  } catch (error) {
    console.error(error);
    return { asset_id: id, status: "failed", status_message: "The page could not be written", locale };
  }
  return {
    ...{ asset_id: id, status: "published", status_message: "The page is out", locale },
    public_url: `${publicUrl}/${id}.html`,
    publishing_destination_updated_at: new Date().toISOString(),
  };
}

/** Takes no more deliveries, finishes those that are here, and ends. */
async function stop(): Promise<void> {
  const isClean = await closeServer(server, receiver, { timeoutMs: 25_000 });
  process.exit(isClean ? 0 : 1);
}
