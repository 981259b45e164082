import type { ContentType, ContentTypeVersion, FieldDefinition, FieldType } from "../../events/index.js";
import { type Ids, url } from "./ids.js";

/** When everything was made: UTC without a zone mark, as CMP writes it. */
export const madeAt = "2026-03-02T09:15:00";

/** What a thing tells of its origin where it has none. */
export const noOrigin = { source_id: null, source_metadata: null };

/** The address of the version of the type. */
export function definitionUrl(ids: Ids): string {
  return url(...typePath(ids), "versions", ids.contentTypeVersion);
}

/** Where a thing came from. */
export function originOf(ids: Ids): { source: string; source_id: string; source_metadata: string } {
  return { source: "Recipe archive", source_id: ids.origin, source_metadata: "{}" };
}

/** A content type with fields of several kinds. */
export function contentTypeOf(ids: Ids): ContentType {
  return {
    name: "Recipe",
    description: "How to cook a thing",
    api_identifier: "recipe",
    thumbnail_guid: null,
    component: false,
    disabled: false,
    default_locale: "en",
    latest_version_sequence: 2,
    content_type_guid: ids.contentType,
    created_by: ids.user,
    updated_by: ids.user,
    created_at: madeAt,
    updated_at: madeAt,
    ...originOf(ids),
    links: { self: url(...typePath(ids)), versions: url(...typePath(ids), "versions") },
    version: typeVersion(ids),
  };
}

function typeVersion(ids: Ids): ContentTypeVersion {
  return {
    version_guid: ids.contentTypeVersion,
    created_by: ids.user,
    created_at: madeAt,
    latest: true,
    version_sequence: 2,
    expected_locales: ["en_US", "de_DE"],
    links: { self: definitionUrl(ids), content_type: url(...typePath(ids)) },
    field_definitions: definitions(ids),
    content_type_version_hash: ids.contentTypeHash,
  };
}

function typePath({ contentType }: Ids): readonly string[] {
  return ["structured-content", "content-types", contentType];
}

function definitions({ contentType }: Ids): FieldDefinition[] {
  const url = `/v0/content-type/${contentType}`;
  return [
    define("text-field", 0, {
      validation_pattern: ".*",
      min_length: 0,
      max_length: -1,
      default_values: null,
    }),
    define("rich-text", 1, { min_visual_text_length: 0, max_visual_text_length: -1, default_values: null }),
    define("library-asset", 2, { allowed_types: ["image", "video"], default_values: null }),
    define("url", 3, { base_type: "url", default_values: ["https://example.com"] }),
    define("content-type", 4, {
      allowed_content_types: [contentType],
      ref_type: 3,
      allow_ref_edit: true,
      content_type_links: { [contentType]: { name: "Recipe", url } },
      default_value: null,
    }),
  ];
}

function define(
  field_type: FieldType,
  order_index: number,
  rest: Omit<FieldDefinition, "core">,
): FieldDefinition {
  return {
    core: {
      key: field_type,
      name: `A ${field_type}`,
      is_list: false,
      is_required: false,
      need_internationalization: true,
      min_list_length: 0,
      max_list_length: -1,
      field_type,
      ...noOrigin,
      order_index,
      help_text: "What to write here",
      editor_metadata: { rows: 3 },
    },
    ...rest,
  };
}
