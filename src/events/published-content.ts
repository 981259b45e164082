/*
 * Structured contents as `asset_published` sends them. Required members are those in the vendor's page of
 * schemas and in handlers that run on real deliveries; members that only the OpenAPI document has are optional.
 */

import type { SelfLinks } from "./common.js";
import type { ContentFields } from "./field-value.js";
import type { LabelGroup } from "./published-article.js";
import type { FieldsValidation } from "./structured-content.js";

/** A published structured content. */
export interface PublishedContent {
  /** Identifier of the content: the `asset_id` of a report on the outcome. */
  id: string;
  /** Title. */
  title: string;
  /** When the content was made. The vendor's example is `2022-09-28 12:49:00`, without a zone mark. */
  created_at: string;
  /** When the content was changed last. */
  modified_at: string;
  /** The labels on the content. */
  labels: ContentLabel[];
  /** Address of the content. */
  links: SelfLinks;
  /** The content itself. */
  content_body: PublishedContentBody;
}

/** The chosen labels of one group. */
export interface ContentLabel {
  /** The group. */
  group: LabelGroup;
  /** The chosen labels. The vendor's table calls it an object; the example has an array. */
  values: ContentLabelValue[];
}

/** A label that was chosen. */
export interface ContentLabelValue {
  /** Identifier of the label. */
  id: string;
  /** Name of the label. */
  name: string;
}

/** The content that was published. */
export interface PublishedContentBody {
  /**
   * True for a content of its own, false for one that is embedded in another. From the vendor's OpenAPI
   * document.
   */
  root_content?: boolean;
  /** Title. */
  title: string;
  /** Main locale, such as `en` or `en_US`. */
  primary_locale: string;
  /** Whether the content has expired. From the vendor's OpenAPI document. */
  expired?: boolean;
  /** When it expires, or null. From the vendor's OpenAPI document. */
  expiry_datetime?: string | null;
  /** Source system of the content, or null. From the vendor's OpenAPI document. */
  source?: string | null;
  /** Identifier of the content in that system, or null. From the vendor's OpenAPI document. */
  source_id?: string | null;
  /** Data of the source system, or null. From the vendor's OpenAPI document. */
  source_metadata?: string | null;
  /** Identifier of the content. It stays the same at each publishing, so use it as the key of your store. */
  content_guid: string;
  /** Identifier of the user who made the content. From the vendor's OpenAPI document. */
  created_by?: string;
  /** Identifier of the user who changed the content last. From the vendor's OpenAPI document. */
  updated_by?: string;
  /** When the content was made. */
  created_at: string;
  /** When the content was changed last. */
  updated_at: string;
  /** Identifier of the content's type. From the vendor's OpenAPI document. */
  content_type_guid?: string;
  /** Name of the content's type. From the vendor's OpenAPI document. */
  content_type_name?: string;
  /** Identifier of the template. From the vendor's OpenAPI document. */
  template_guid?: string;
  /** The content's type. */
  content_type: PublishedContentType;
  /** Addresses of the content and of its type. From the vendor's OpenAPI document. */
  links?: PublishedContentBodyLinks;
  /** The published version. In a request for a preview, this member is `fields_version`. */
  latest_fields_version: PublishedFieldsVersion;
}

/** The type of a published content. */
export interface PublishedContentType {
  /** Name of the type. Receivers tell types apart by it. */
  name: string;
}

/** The links of a published content. */
export interface PublishedContentBodyLinks {
  /** Open API address of the content. From the vendor's OpenAPI document. */
  self?: string;
  /** Open API address of the version of the content type. From the vendor's OpenAPI document. */
  definition?: string;
}

/** The published version of the fields. */
export interface PublishedFieldsVersion {
  /** The fields by key. */
  fields: ContentFields;
  /** Digest of the version. */
  content_hash: string;
  /** Identifier of the version. From the vendor's OpenAPI document. */
  version_guid?: string;
  /** Identifier of the user who made the version. From the vendor's OpenAPI document. */
  created_by?: string;
  /** When the version was made. From the vendor's OpenAPI document. */
  created_at?: string;
  /** The result of checking the fields, or null. From the vendor's OpenAPI document. */
  validation?: FieldsValidation | null;
}
