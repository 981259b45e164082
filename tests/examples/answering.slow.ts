import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEvent, deliver } from "optimizely-cmp-webhooks/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endExamples, type Running, secret, shownUrl, startExample } from "./kit.js";

const path = "/webhooks/cmp";

afterAll(endExamples);

describe("examples/preview", () => {
  let example: Running;
  beforeAll(async () => {
    example = await startExample("preview/server.ts", { CONTENT_TYPES: "article,recipe" });
  }, 60_000);
  afterAll(() => example.stop());

  test("acknowledges, shows and completes, and serves the page", async () => {
    const { api, origin } = example;
    const event = api.adopt(createEvent("content_preview_requested"));
    expect((await deliver(origin + path, event, { secret })).status).toBe(200);
    expect([...api.previews.values()]).toMatchObject([
      { state: "completed", acknowledgedBy: "preview-example" },
    ]);

    const page = await fetch(shownUrl(api));
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    const html = await page.text();
    for (const text of [
      "<h1>Plum dumplings</h1>",
      "<p>Peel the potatoes.</p>",
      "<p>Side dish</p>",
      "<p>4.5</p>",
    ]) {
      expect(html).toContain(text);
    }
  });

  test("leaves a content type that it does not know to others", async () => {
    const { api, origin, lines } = example;
    const event = api.adopt(createEvent("content_preview_requested", {}, { seed: 2 }));
    for (const { content_body } of event.data.assets.structured_contents) {
      content_body.content_type.api_identifier = "podcast";
    }
    const before = api.requests.length;
    expect((await deliver(origin + path, event, { secret })).status).toBe(200);
    expect(api.requests).toHaveLength(before);
    // The line comes by another stream than the answer.
    await expect.poll(() => lines.at(-1)).toContain("not_renderable");
  });

  test("a delivery that failed at the end is completed when it comes again", async () => {
    const { api, origin } = example;
    const event = api.adopt(createEvent("content_preview_requested", {}, { seed: 3 }));
    api.fail({ path: "/complete", status: 400 });
    expect((await deliver(origin + path, event, { secret })).status).toBe(500);
    expect((await deliver(origin + path, event, { secret })).status).toBe(200);
    expect([...api.previews.values()].map(({ state }) => state)).toContain("completed");
  });

  test.each(["/previews/unknown", "/previews/../server.ts", "/"])("%s is not found", async (other) => {
    expect((await fetch(example.origin + other)).status).toBe(404);
  });
});

describe("examples/publish", () => {
  const folder = mkdtempSync(join(tmpdir(), "cmp-publish-"));
  let example: Running;
  beforeAll(async () => {
    example = await startExample("publish/server.ts", {
      FOLDER: folder,
      PUBLIC_URL: "https://www.example.com",
    });
  }, 60_000);
  afterAll(async () => {
    await example.stop();
    rmSync(folder, { recursive: true });
  });

  test("writes a page for each content, and reports where it is; once more after a redelivery", async () => {
    const { api, origin, lines } = example;
    const event = api.adopt(createEvent("asset_published"));
    const id = event.data.assets.structured_contents?.[0]?.id;
    for (const times of [1, 2]) {
      expect((await deliver(origin + path, event, { secret })).status).toBe(200);
      // The lines come by another stream than the answer.
      const reported = () => lines.filter((line) => line === "Reported 1: all well");
      await expect.poll(reported).toHaveLength(times);
    }
    expect(readFileSync(join(folder, `${id}.html`), "utf8")).toContain("<h1>Plum dumplings</h1>");
    const [publication] = api.publications.values();
    expect(publication?.reported).toMatchObject([
      {
        asset_id: id,
        status: "published",
        locale: "en_US",
        public_url: `https://www.example.com/${id}.html`,
      },
    ]);
  });

  test("reports what cannot be written as failed", async () => {
    const { api, origin } = example;
    const event = api.adopt(createEvent("asset_published", {}, { seed: 2 }));
    const [content] = event.data.assets.structured_contents ?? [];
    if (content) content.id = "../outside";
    const adopted = api.adopt(event);
    expect((await deliver(origin + path, adopted, { secret })).status).toBe(200);
    const publication = api.publications.get(
      new URL(event.data.publishing_event.links.publishing_metadata).pathname,
    );
    expect(publication?.reported).toMatchObject([{ asset_id: "../outside", status: "failed" }]);
  });
});
