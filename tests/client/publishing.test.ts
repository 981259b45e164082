import type { PublishingResult } from "optimizely-cmp-webhooks/client";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { describe, expect, test } from "vitest";
import { callsOf, errorOf, start } from "./kit.js";

const time = "2026-01-08T23:00:56Z";

/** A fake CMP with a publication, and how its assets are reported. */
async function prepare(...options: Parameters<typeof start>) {
  const { api, client } = await start(...options);
  const event = api.adopt(createEvent("asset_published"));
  const asset_id = event.data.assets.structured_contents?.[0]?.id ?? "";
  const published = {
    asset_id,
    status: "published",
    locale: "en_US",
    public_url: "https://example.com/1",
    publishing_destination_updated_at: time,
  } as const;
  return { api, client, event, asset_id, published, image: createEvent("asset_added").data.asset.id ?? "" };
}

test("a report goes to the link of the event, in CMP's words", async () => {
  const { api, client, event, published } = await prepare();
  const report = await client.reportPublishing(event, [{ ...published, status_message: "It is out" }]);
  const sent = { ...published, status_message: "It is out" };
  expect(report).toEqual({ ok: true, reported: [sent], failed: [], repeated: [] });
  expect(api.requests.at(-1)).toMatchObject({ method: "POST", body: { data: [sent] } });
  expect(await client.follow(event.data.publishing_event.links.publishing_metadata)).toEqual({
    data: [sent],
  });
});

test("a 200 can hold failures, beside what was taken", async () => {
  const { client, event, published } = await prepare();
  const unknown = { asset_id: "unknown", status: "failed" } as const;
  const report = await client.reportPublishing(event, [published, unknown]);
  expect(report).toMatchObject({ ok: false, reported: [published], repeated: [] });
  expect(report.failed).toEqual([
    { asset_id: "unknown", error_code: "unknown-asset", locale: null, message: "Refused: unknown-asset" },
  ]);
});

test("what was reported before is no failure, as after a redelivery", async () => {
  const { client, event, published } = await prepare();
  await client.reportPublishing(event, [published]);
  const report = await client.reportPublishing(event, [published]);
  expect(report).toMatchObject({ ok: true, failed: [], repeated: [{ error_code: "metadata-exists" }] });
});

test("a report whose answer was lost is sent again, and is no failure", async () => {
  const { api, client, event, published } = await prepare();
  api.fail({ path: "publishing-metadata", kind: "lose" });
  expect(await client.reportPublishing(event, [published])).toMatchObject({
    ok: true,
    reported: [],
    failed: [],
  });
  expect(callsOf(api)).toHaveLength(2);
});

describe("the fake CMP refuses", () => {
  const rows: readonly (readonly [string, Partial<Record<keyof PublishingResult, unknown>>])[] = [
    ["unknown-asset", { asset_id: "another" }],
    ["invalid-status", { status: "done" }],
    ["missing-locale", { locale: undefined }],
    ["missing-public-url", { public_url: undefined }],
    ["public-url-not-allowed", { status: "failed", publishing_destination_updated_at: undefined }],
    ["domain-not-whitelisted", { public_url: "https://example.org/1" }],
    ["missing-publishing-destination-updated-at", { publishing_destination_updated_at: undefined }],
    ["publishing-destination-updated-at-not-allowed", { status: "unpublished", public_url: undefined }],
  ];

  test.each(rows)("%s", async (code, changes) => {
    const { client, event, published } = await prepare({}, { publicDomains: ["example.com"] });
    const { failed } = await client.reportPublishing(event, [
      { ...published, ...changes } as PublishingResult,
    ]);
    expect(failed.map(({ error_code }) => error_code)).toEqual([code]);
  });

  test("duplicate-metadata, locale-not-allowed and canonical-link-error", async () => {
    const { client, event, published, image } = await prepare();
    const twice = await client.reportPublishing(event, [published, published]);
    expect(twice.failed).toMatchObject([{ error_code: "duplicate-metadata" }]);
    const { failed } = await client.reportPublishing(event, [
      { asset_id: image, status: "synced", locale: "en_US" },
      { ...published, asset_id: image, public_url: published.public_url, locale: "" },
    ]);
    expect(failed).toMatchObject([
      { error_code: "locale-not-allowed" },
      { error_code: "canonical-link-error" },
    ]);
  });
});

test.each([{}, { data: null, errors: "none" }, null, []])(
  "an answer of %j has nothing in it",
  async (body) => {
    const { api, client, event, published } = await prepare();
    api.fail({ path: "publishing-metadata", body: JSON.stringify(body) });
    expect(await client.reportPublishing(event, [published])).toEqual({
      ok: true,
      reported: [],
      failed: [],
      repeated: [],
    });
  },
);

test("an event without the link is refused before anything is sent", async () => {
  const { api, client, published } = await prepare();
  const event = { event_name: "asset_synced", data: {} } as const;
  const error = await errorOf(client.reportPublishing(event, [published]));
  expect(error).toMatchObject({ code: "incomplete" });
  expect(error.message).toMatch(/^data\.publishing_event\.links\.publishing_metadata must be .+ Hand over/);
  expect(api.requests).toEqual([]);
});
