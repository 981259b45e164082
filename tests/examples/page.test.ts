import { describe, expect, test } from "vitest";
import { pageOf, type Shown } from "../../examples/preview/page.js";

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
