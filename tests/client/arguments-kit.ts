import { handlePreview } from "optimizely-cmp-webhooks/client";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { page, prepare } from "./previews-kit.js";

/** A webhook in order. */
export const webhook = {
  name: "Ours",
  callbackUrl: "https://x.test/",
  secret: "s3cret",
  eventNames: ["task_added"],
};
/** A result of publishing in order. */
export const result = { asset_id: "1", status: "failed" };

/** Every call, with arguments that are in order but for those that are put in their place. */
export async function prepareCalls() {
  const { api, client, event, getAccessToken } = await prepare();
  const published = api.adopt(createEvent("asset_published"));
  const link = api.put("/v3/tasks/1", {});
  const handling = { client, acknowledgedBy: "us", canRender: () => true, render: () => ({ Desktop: page }) };
  const calls = {
    getAccessToken: (options: never) => getAccessToken(options),
    follow: (options: never) => client.follow(link, options),
    pages: (options: never) => client.pages(link, options).next(),
    acknowledgePreview: (options: never) => client.acknowledgePreview(event, options),
    completePreview: (options: never) => client.completePreview(event, { Desktop: page }, options),
    reportPublishing: (options: never) => client.reportPublishing(published, [result as never], options),
    registerWebhook: (options: never) => client.registerWebhook(webhook, options),
    handlePreview: (options: never) => handlePreview(event, options),
  };
  return { api, client, event, published, handling, calls };
}
