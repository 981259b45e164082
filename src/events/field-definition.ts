/*
 * Definitions of the fields of a content type.
 */

import type { AssetType } from "./common.js";

/** Kinds of fields. The list is open. */
export type FieldType =
  | "boolean"
  | "number"
  | "text-field"
  | "rich-text"
  | "datetime"
  | "library-asset"
  | "content-type"
  | "json"
  | "url"
  | "choice"
  | "location"
  | (string & Record<never, never>);

/** One field of a content type. The other members depend on `core.field_type`. */
export interface FieldDefinition {
  /** The members of every field, of any kind. */
  core: FieldDefinitionCore;
  /** Of `content-type` fields: identifiers of the types that may be referred to. */
  allowed_content_types?: string[];
  /**
   * Of `content-type` fields: how they refer to a content, as a code. 2 and 3 were seen; their meaning is
   * not documented.
   */
  ref_type?: number;
  /** Of `content-type` fields: whether the content referred to may be edited in place. */
  allow_ref_edit?: boolean;
  /** Of `content-type` fields: the allowed types by identifier. */
  content_type_links?: ContentTypeSummaries;
  /** Of `content-type` fields: the default; null in every recorded delivery. */
  default_value?: unknown;
  /** Of all other fields: the defaults; null in every recorded delivery. */
  default_values?: unknown;
  /** Of `text-field`: regular expression that a value must match. */
  validation_pattern?: string;
  /** Of `text-field`: least number of characters. */
  min_length?: number;
  /** Of `text-field`: greatest number of characters; -1 for no limit. */
  max_length?: number;
  /** Of `rich-text`: least number of visible characters. */
  min_visual_text_length?: number;
  /** Of `rich-text`: greatest number of visible characters; -1 for no limit. */
  max_visual_text_length?: number;
  /** Of `library-asset`: kinds of assets that may be chosen. */
  allowed_types?: AssetType[];
  /** Of `url` fields: what kind of address; `url` was seen. */
  base_type?: string;
}

/** The members that the definition of every field has. */
export interface FieldDefinitionCore {
  /** Key of the field in `fields`. */
  key: string;
  /** Name that editors see. */
  name: string;
  /** Whether the field takes several values. */
  is_list: boolean;
  /** Whether the field must have a value. */
  is_required: boolean;
  /** Whether the field has a value per locale. */
  need_internationalization: boolean;
  /** Least number of values of a list. */
  min_list_length: number;
  /** Greatest number of values of a list; -1 for no limit. */
  max_list_length: number;
  /** Kind of the field. */
  field_type: FieldType;
  /** Identifier of the field in the source system, or null. */
  source_id: string | null;
  /** Data of the source system, or null. */
  source_metadata: string | null;
  /** Position among the fields, or null. */
  order_index: number | null;
  /** Hint for editors, or null. */
  help_text: string | null;
  /** Notes for the editor's user interface: an object, an array or null. */
  editor_metadata: unknown;
}

/** Content types by their identifier. */
export interface ContentTypeSummaries {
  /** One content type. */
  [contentTypeGuid: string]: ContentTypeSummary;
}

/** A content type in short. */
export interface ContentTypeSummary {
  /** Name that editors see. */
  name: string;
  /** Path inside CMP (`/v0/instance/...`). It is not an Open API address, so do not call it. */
  url: string;
}
