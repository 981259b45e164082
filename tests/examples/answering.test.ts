import { createEvent, deliver } from "optimizely-cmp-webhooks/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pageOf, type Shown } from "../../examples/preview/page.js";
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

describe("the page", () => {
  const attack = `<script>alert(1)</script><img src=x onerror="alert('2')">&lt;b&gt;`;
  const field = (member: string) => [{ locale: "en", field_values: [{ [member]: attack }] }];
  const content: Shown = {
    title: attack,
    modified_at: attack,
    content_body: {
      primary_locale: attack,
      fields_version: {
        fields: {
          text: field("text_value"),
          rich: field("rich_text_value"),
          url: field("url"),
          json: [{ locale: "en", field_values: [{ json_value: { [attack]: attack } }] }],
          [attack]: field("text_value"),
        },
      },
    },
  };

  test("has no element that a content brought, whatever the field", () => {
    const html = pageOf(content, "en");
    expect(html).not.toMatch(/<(script|img|b)\b/i);
    expect(html).toContain("&#60;script&#62;alert(1)&#60;/script&#62;");
    const tags = new Set([...html.matchAll(/<\/?(\w+)/g)].map(([, tag]) => tag));
    expect([...tags].sort()).toEqual([
      "dd",
      "dl",
      "dt",
      "footer",
      "h1",
      "html",
      "meta",
      "p",
      "style",
      "title",
    ]);
  });

  test("keeps the text of rich text, a paragraph for each block", () => {
    const rich_text_value = "<p>One &amp; <b>two</b></p>\n<ul><li>&lt;three&gt;</li></ul>";
    const rich = [{ locale: "en", field_values: [{ rich_text_value }] }];
    const html = pageOf({ ...content, content_body: { fields_version: { fields: { rich } } } });
    expect(html).toContain("<dd><p>One &#38; two</p><p>&#60;three&#62;</p></dd>");
  });
});
