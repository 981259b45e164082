import { type HandlePreviewOptions, handlePreview } from "optimizely-cmp-webhooks/client";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { start } from "./kit.js";

export const page = "https://preview.example.com/1";

/** A fake CMP with a preview to be answered, and the options to answer it with. */
export async function prepare(
  options: Parameters<typeof start>[0] = {},
  apiOptions: Parameters<typeof start>[1] = {},
) {
  const { api, client, getAccessToken } = await start(options, apiOptions);
  const event = api.adopt(createEvent("content_preview_requested"));
  const path = new URL(event.data.links.acknowledge).pathname.replace(/\/acknowledge$/, "");
  const handle = (changes: Partial<HandlePreviewOptions> = {}) =>
    handlePreview(event, {
      client,
      acknowledgedBy: "our-site",
      canRender: () => true,
      render: () => ({ Desktop: page }),
      ...changes,
    });
  /** What was posted, by the last step of the path. */
  const posted = () =>
    api.requests
      .filter(({ url }) => url.startsWith(path))
      .map(({ url, body }) => ({ call: url.slice(path.length + 1), body }));
  return { api, client, event, getAccessToken, handle, path, preview: () => api.previews.get(path), posted };
}
