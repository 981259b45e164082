import { type AssetValue, readField } from "optimizely-cmp-webhooks/content";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { describe, expect, expectTypeOf, test } from "vitest";

const preview = createEvent("content_preview_requested").data.assets.structured_contents[0]?.content_body;
const published = createEvent("asset_published").data.assets.structured_contents?.[0]?.content_body;

/** A content with one text in each of the locales. */
function contentIn(locales: readonly string[], primary_locale?: unknown) {
  const title = locales.map((locale) => ({ locale, field_values: [{ text_value: `in ${locale}` }] }));
  return { primary_locale, fields_version: { fields: { title } } };
}

describe.each([
  ["a preview", preview],
  ["a publication", published],
])("in the sample of %s", (_name, body) => {
  test.each([
    ["text-field", "text", "Plum dumplings"],
    ["rich-text", "rich_text", "<p>Peel the potatoes.</p>"],
    ["library-asset", "asset", expect.objectContaining({ asset_type: "image", links: expect.anything() })],
    ["url", "url", "https://example.com/plums"],
    ["content-type", "content", expect.objectContaining({ embedded: true })],
    ["choice", "choice", "sweet"],
    ["number", "number", 4.5],
    ["boolean", "boolean", false],
    ["datetime", "datetime", "2026-09-01T12:00:00"],
    ["json", "json", { oven: [180, "degrees"] }],
    ["place of origin", "location", expect.objectContaining({ latitude: 48.2, longitude: 16.4 })],
  ])("%s is read as %s", (key, kind, value) => {
    expect(readField(body, key)).toMatchObject({ kind, value, locale: "en_US" });
  });

  test("a list has all its values in order", () => {
    expect(readField(body, "choice")?.values).toEqual(["sweet", "warm"]);
  });

  test("an embedded content is read like any other", () => {
    const side = readField(body, "content-type", { kind: "content" })?.value.content_details;
    expect(readField(side, "text-field")?.value).toBe("Side dish");
  });
});

test("the type of the value follows from the kind that is asked for", () => {
  const asset = readField(preview, "x", { kind: "asset" });
  expectTypeOf(asset?.value).toEqualTypeOf<AssetValue | undefined>();
  const any = readField(preview, "x");
  if (any?.kind === "number") expectTypeOf(any.value).toEqualTypeOf<number>();
});

describe("the locale", () => {
  const all = ["de_DE", "en", "en_US", "fr-fr"];

  test.each([
    ["as it is", all, "en_US", "en_US"],
    ["in another case, with another separator", all, "FR_FR", "fr-fr"],
    ["a region, where there is the language", ["de", "en"], "en-us", "en"],
    ["a language, where there is a region", ["de_DE", "en_US"], "en", "en_US"],
    ["the exact one, though another comes first", ["en_US", "en"], "en", "en"],
    ["another region does not do: the primary locale", ["en_US", "de_DE"], "en_GB", "de_DE"],
    ["a language that begins alike does not do", ["e", "de_DE"], "en", "de_DE"],
    ["one that is not there: the primary locale", all, "it", "de_DE"],
    ["none asked for: the primary locale", all, undefined, "de_DE"],
  ])("%s", (_name, locales, locale, expected) => {
    expect(readField(contentIn(locales, "de-de"), "title", { locale })?.value).toBe(`in ${expected}`);
  });

  test("a field without a value in the locale and in the primary one is not read in a third", () => {
    expect(readField(contentIn(["fr"], "de"), "title", { locale: "en" })).toBeUndefined();
  });

  test("any locale will do where the content does not tell its primary one", () => {
    expect(readField(contentIn(["fr"]), "title", { locale: "en" })?.value).toBe("in fr");
  });

  test("an entry without values is passed over", () => {
    const title = [
      { locale: "en", field_values: [] },
      { locale: "de", field_values: [{ text_value: "Knödel" }] },
    ];
    const body = { primary_locale: "de", latest_fields_version: { fields: { title } } };
    expect(readField(body, "title", { locale: "en" })?.value).toBe("Knödel");
  });
});

test.each([
  ["no content", undefined],
  ["null", null],
  ["no version", {}],
  ["no such field", { fields_version: { fields: {} } }],
  ["a field that is no list", { fields_version: { fields: { title: { locale: "en" } } } }],
  [
    "values that are no list",
    { fields_version: { fields: { title: [{ locale: "en", field_values: {} }] } } },
  ],
  ["a value of no known kind", { fields_version: { fields: { title: [{ field_values: [{ x: 1 }] }] } } }],
  [
    "a text that is a number",
    { fields_version: { fields: { title: [{ field_values: [{ text_value: 1 }] }] } } },
  ],
  ["half a location", { fields_version: { fields: { title: [{ field_values: [{ latitude: 1 }] }] } } }],
])("%s has no value", (_name, body) => {
  expect(readField(body, "title")).toBeUndefined();
});

test("a field of another kind than the one asked for has no value", () => {
  expect(readField(contentIn(["en"]), "title", { kind: "number" })).toBeUndefined();
});

test("a key that every object has is no field, unless CMP sent it", () => {
  expect(readField(preview, "__proto__")).toBeUndefined();
  expect(readField(preview, "constructor")).toBeUndefined();
  const sent = JSON.parse('{"fields_version":{"fields":{"__proto__":[{"field_values":[{"num_value":0}]}]}}}');
  expect(readField(sent, "__proto__")?.value).toBe(0);
});
