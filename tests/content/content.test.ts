import { embeddedContents, fieldsOf, parseCmpTime, readField } from "optimizely-cmp-webhooks/content";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { describe, expect, test } from "vitest";

describe("fieldsOf", () => {
  const fields = { title: [] };

  test.each([
    ["fields_version", { fields_version: { fields } }, fields],
    ["latest_fields_version", { latest_fields_version: { fields } }, fields],
    ["both: the one that is asked for", { latest_fields_version: {}, fields_version: { fields } }, fields],
    [
      "the other, where one has no fields",
      { fields_version: null, latest_fields_version: { fields } },
      fields,
    ],
    ["an array in place of the fields", { fields_version: { fields: [1] } }, {}],
    ["nothing", undefined, {}],
  ])("%s", (_name, body, expected) => {
    expect(fieldsOf(body)).toEqual(expected);
  });
});

describe("embeddedContents", () => {
  /** A content within a content, so many times. */
  function nested(times: number): object {
    const inner = times > 0 ? [{ content_guid: `at ${times}`, content_details: nested(times - 1) }] : [];
    return {
      title: `${times}`,
      latest_fields_version: { fields: { part: [{ locale: "en", field_values: inner }] } },
    };
  }

  test("the content within the sample", () => {
    const [content] = createEvent("asset_published").data.assets.structured_contents ?? [];
    const [found, ...others] = embeddedContents(content?.content_body);
    expect(readField(found, "text-field")?.value).toBe("Side dish");
    expect(others).toEqual([]);
  });

  test.each([
    ["8, unless told otherwise", undefined, 8],
    ["3", 3, 3],
    ["0", 0, 0],
    ["no number", Number.NaN, 0],
  ])("is as deep as it may be, the outer ones first: %s", (_name, maxDepth, expected) => {
    const titles = embeddedContents(nested(20), { maxDepth }).map(({ title }) => title);
    expect(titles).toEqual(Array.from({ length: expected }, (_, index) => `${19 - index}`));
  });

  test("a content within itself comes to an end", () => {
    const field_values: object[] = [];
    const body = { fields_version: { fields: { self: [{ locale: "en", field_values }] } } };
    field_values.push({ content_details: body });
    expect(embeddedContents(body)).toHaveLength(8);
  });
});

describe("parseCmpTime", () => {
  test.each([
    ["2026-01-08T23:00:56", "2026-01-08T23:00:56.000Z"],
    ["2026-03-02 09:15:00", "2026-03-02T09:15:00.000Z"],
    ["2026-01-08T23:00:56.123456", "2026-01-08T23:00:56.123Z"],
    ["2026-01-08T23:00", "2026-01-08T23:00:00.000Z"],
    ["2026-01-08T23:00:56Z", "2026-01-08T23:00:56.000Z"],
    ["2026-01-08T23:00:56+01:00", "2026-01-08T22:00:56.000Z"],
    ["2024-02-29T00:00:00", "2024-02-29T00:00:00.000Z"],
  ])("%s is UTC", (text, expected) => {
    expect(parseCmpTime(text)?.toISOString()).toBe(expected);
  });

  test.each([
    null,
    undefined,
    0,
    {},
    "",
    "now",
    "2026-01-08",
    "2026-02-29T00:00:00",
    "2026-13-01T00:00:00",
    "2026-01-01T25:00:00",
    " 2026-01-08T23:00:56",
    "2026-01-08T23:00:56 in Paris",
  ])("%j is no time", (value) => {
    expect(parseCmpTime(value)).toBeUndefined();
  });
});
