/*
 * Structured contents as `asset_published` sends them. Handlers that run on real deliveries and the vendor's
 * page of schemas vouch for the required members; what only the OpenAPI document tells of is optional.
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

/** What was chosen from one group of labels. */
export interface ContentLabel {
  /** The group. */
  group: LabelGroup;
  /** What was chosen. The vendor's table calls it an object, its example has an array. */
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
  /** System that the content came from, or null. From the vendor's OpenAPI document. */
  source?: string | null;
  /** Identifier of the content in that system, or null. From the vendor's OpenAPI document. */
  source_id?: string | null;
  /** What that system told of it, or null. From the vendor's OpenAPI document. */
  source_metadata?: string | null;
  /** Identifier of the content. It stays the same from one publishing to the next, so store by it. */
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
  /** The version that was published. A request for a preview calls this member `fields_version`. */
  latest_fields_version: PublishedFieldsVersion;
}

/** The type of a published content. */
export interface PublishedContentType {
  /** Name of the type; what receivers choose by. */
  name: string;
}

/** The links of a published content. */
export interface PublishedContentBodyLinks {
  /** Open API address of the content. From the vendor's OpenAPI document. */
  self?: string;
  /** Open API address of the version of the content type. From the vendor's OpenAPI document. */
  definition?: string;
}

/** The version of the fields that was published. */
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
  /** What checking the fields gave, or null. From the vendor's OpenAPI document. */
  validation?: FieldsValidation | null;
}
