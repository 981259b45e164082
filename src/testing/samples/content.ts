/*
 * Structured content with a value of every kind, for a preview and as published.
 */
import type {
  ContentBody,
  ContentFields,
  EmbeddedContent,
  FieldsVersion,
  FieldValue,
} from "../../events/index.js";
import { contentTypeOf, definitionUrl, madeAt, noOrigin, originOf } from "./content-type.js";
import { type Ids, self, url } from "./ids.js";

export { definitionUrl, madeAt };

/** What a content tells of itself, beside its fields. */
export function bodyOf(ids: Ids, content_guid: string, root_content: boolean): ContentBody {
  return {
    root_content,
    title: "Plum dumplings",
    primary_locale: "en_US",
    expired: false,
    expiry_datetime: "2027-01-01T00:00:00",
    ...originOf(ids),
    content_guid,
    created_by: ids.user,
    updated_by: ids.user,
    created_at: madeAt,
    updated_at: madeAt,
    content_type_guid: ids.contentType,
    content_type_name: "Recipe",
    content_type: contentTypeOf(ids),
  };
}

/** One version of the fields of a content. */
export function versionOf(ids: Ids, version_guid: string, fields: ContentFields): FieldsVersion {
  return {
    fields,
    created_by: ids.user,
    ...noOrigin,
    created_at: madeAt,
    version_guid,
    content_type_version_guid: ids.contentTypeVersion,
    content_hash: ids.contentHash,
    validation: { fields: null },
  };
}

/** A value of every kind, two locales, a list, and a key that is no identifier. */
export function fieldsOf(ids: Ids): ContentFields {
  return {
    "text-field": [
      { locale: "en_US", field_values: [{ order_index: 0, text_value: "Plum dumplings" }] },
      { locale: "de_DE", field_values: [{ order_index: null, text_value: "Zwetschgenknödel" }] },
    ],
    "rich-text": inEnglish({ order_index: 0, rich_text_value: "<p>Peel the potatoes.</p>" }),
    "library-asset": inEnglish({
      order_index: 0,
      asset_guid: ids.asset,
      asset_type: "image",
      links: self("asset-urls", ids.asset),
    }),
    url: inEnglish({ order_index: 0, url: "https://example.com/plums" }),
    "content-type": inEnglish({
      order_index: 0,
      content_guid: ids.embedded,
      content_url: `/v3/structured-content/contents/${ids.embedded}`,
      embedded: true,
      content_details: embeddedIn(ids),
    }),
    choice: inEnglish({ order_index: 0, choice_key: "sweet" }, { order_index: 1, choice_key: "warm" }),
    number: inEnglish({ order_index: 0, num_value: 4.5 }),
    boolean: inEnglish({ order_index: 0, bool_value: false }),
    datetime: inEnglish({ order_index: 0, datetime_value: "2026-09-01T12:00:00" }),
    json: inEnglish({ order_index: 0, json_value: { oven: [180, "degrees"] } }),
    "place of origin": inEnglish({ order_index: 0, latitude: 48.2, longitude: 16.4 }),
  };
}

function embeddedIn(ids: Ids): EmbeddedContent {
  const fields = { "text-field": inEnglish({ order_index: 0, text_value: "Side dish" }) };
  return {
    ...bodyOf(ids, ids.embedded, false),
    latest_fields_version: versionOf(ids, ids.embeddedVersion, fields),
    links: { self: url("structured-content", "contents", ids.embedded), definition: definitionUrl(ids) },
  };
}

function inEnglish(...field_values: FieldValue[]): ContentFields[string] {
  return [{ locale: "en_US", field_values }];
}
