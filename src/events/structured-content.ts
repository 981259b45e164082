/*
 * Structured content in previews, and embedded in another. Only recorded deliveries show it in full.
 */

import type { SelfLinks } from "./common.js";
import type { ContentType } from "./content-type.js";
import type { ContentFields } from "./field-value.js";

/** The members that a content for preview and an embedded content share. */
export interface ContentBody {
  /** True for a content of its own, false for an embedded one. */
  root_content: boolean;
  /** Title; may be empty in an embedded content. */
  title: string;
  /** Main locale, such as `en` or `en_US`. */
  primary_locale: string;
  /** Whether the content has expired. */
  expired: boolean;
  /** When it expires, or null. */
  expiry_datetime: string | null;
  /** Source system of the content, or null. */
  source: string | null;
  /** Identifier of the content in that system, or null. */
  source_id: string | null;
  /** Data of the source system, or null. */
  source_metadata: string | null;
  /** Identifier of the content. */
  content_guid: string;
  /** Identifier of the user who made the content. */
  created_by: string;
  /** Identifier of the user who changed the content last. */
  updated_by: string;
  /** When the content was made: UTC without a zone mark, such as `2026-01-08T23:00:56`. */
  created_at: string;
  /** When the content was changed last: UTC without a zone mark. */
  updated_at: string;
  /** Identifier of the content's type. */
  content_type_guid: string;
  /** Name of the content's type. */
  content_type_name: string;
  /** The content's type in full. */
  content_type: ContentType;
}

/**
 * A content that is embedded in another, as the value of a field. It can embed further contents in the same way.
 */
export interface EmbeddedContent extends ContentBody {
  /** The embedded version. In a content for preview, this member is `fields_version`. */
  latest_fields_version: FieldsVersion;
  /** Addresses of the content and of its type. */
  links: EmbeddedContentLinks;
}

/** The links of an embedded content. */
export interface EmbeddedContentLinks extends SelfLinks {
  /** Open API address of the version of the content type. */
  definition: string;
}

/** One version of the fields of a content. */
export interface FieldsVersion {
  /** The fields by key. */
  fields: ContentFields;
  /** Identifier of the user who made the version. */
  created_by: string;
  /** Identifier of the version in the source system, or null. */
  source_id: string | null;
  /** Data of the source system, or null. */
  source_metadata: string | null;
  /** When the version was made: UTC without a zone mark. */
  created_at: string;
  /** Identifier of the version. */
  version_guid: string;
  /** Identifier of the version of the content type. */
  content_type_version_guid: string;
  /** Digest of the version. An acknowledgement of a preview sends it back. */
  content_hash: string;
  /** The result of checking the fields, or null. */
  validation: FieldsValidation | null;
}

/** The result of checking the fields of a content. */
export interface FieldsValidation {
  /** Findings on the fields; null in every recorded delivery, and not documented. */
  fields?: unknown;
}
