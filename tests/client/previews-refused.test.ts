import { handlePreview } from "optimizely-cmp-webhooks/client";
import { describe, expect, test } from "vitest";
import { errorOf } from "./kit.js";
import { page, prepare } from "./previews-kit.js";

describe("an event that lacks something is not acknowledged", () => {
  test.each([
    [
      "no content_hash",
      { fields_version: {} },
      undefined,
      "data.assets.structured_contents.0.content_body.fields_version.content_hash",
    ],
    [
      "no fields_version",
      {},
      undefined,
      "data.assets.structured_contents.0.content_body.fields_version.content_hash",
    ],
    [
      "no link to complete",
      undefined,
      { acknowledge: "https://api.cmp.optimizely.com/a" },
      "data.links.complete",
    ],
    [
      "no link to acknowledge",
      undefined,
      { complete: "https://api.cmp.optimizely.com/c" },
      "data.links.acknowledge",
    ],
    ["no links", undefined, null, "data.links.complete"],
  ])("%s", async (_name, body, links, path) => {
    const { api, client, event } = await prepare();
    const [content] = event.data.assets.structured_contents;
    const changed = {
      ...event,
      data: {
        ...event.data,
        ...(links === undefined ? {} : { links }),
        ...(body && { assets: { structured_contents: [{ ...content, content_body: body }] } }),
      },
    };
    const options = {
      client,
      acknowledgedBy: "us",
      canRender: () => true,
      render: () => ({ Desktop: page }),
    };
    const error = await errorOf(handlePreview(changed as never, options));
    expect(error.code).toBe("incomplete");
    expect(error.message).toMatch(
      new RegExp(
        `^${path} must be a non-empty string, received (undefined|object)\\. Hand over the event as CMP sent it\\.$`,
      ),
    );
    expect(api.requests).toEqual([]);
  });

  test("a link to complete that leads elsewhere", async () => {
    const { api, event, client } = await prepare();
    const links = { ...event.data.links, complete: "https://evil.test/complete" };
    const changed = { ...event, data: { ...event.data, links } };
    const options = {
      client,
      acknowledgedBy: "us",
      canRender: () => true,
      render: () => ({ Desktop: page }),
    };
    expect((await errorOf(handlePreview(changed, options))).code).toBe("link_not_allowed");
    expect(api.requests).toEqual([]);
  });

  test("an event without contents, or without assets, is not renderable", async () => {
    const { client, event } = await prepare();
    const options = {
      client,
      acknowledgedBy: "us",
      canRender: () => true,
      render: () => ({ Desktop: page }),
    };
    for (const assets of [
      { structured_contents: [] },
      { structured_contents: "none" },
      {},
      null,
      undefined,
    ]) {
      const changed = { ...event, data: { ...event.data, assets } };
      expect(await handlePreview(changed as never, options)).toEqual({ outcome: "not_renderable" });
    }
  });

  test.each(["", undefined])("acknowledgedBy %j", async (acknowledgedBy) => {
    const { api, handle } = await prepare();
    const error = await errorOf(handle({ acknowledgedBy: acknowledgedBy as string }));
    expect(error.message).toMatch(/^acknowledgedBy must be a non-empty string/);
    expect(api.requests).toEqual([]);
  });
});
