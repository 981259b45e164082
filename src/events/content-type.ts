/*
 * Types of structured content, as CMP includes them in a content. Only recorded deliveries show them in full.
 */

import type { SelfLinks } from "./common.js";
import type { FieldDefinition } from "./field-definition.js";

/** The type of a content: what fields it has, and in which version. */
export interface ContentType {
  /** Name that editors see. */
  name: string;
  /** Description of the type; often an empty string. */
  description: string;
  /** Machine name of the type. Tell types apart by this, since editors can change the name. */
  api_identifier: string;
  /** Identifier of the type's thumbnail; null in every recorded delivery. */
  thumbnail_guid: string | null;
  /** Whether contents of this type are parts of others. */
  component: boolean;
  /** Whether the type is switched off. */
  disabled: boolean;
  /** Default locale of new contents, or null. */
  default_locale: string | null;
  /** Number of the newest version; null in every recorded delivery. */
  latest_version_sequence: number | null;
  /** Identifier of the type. */
  content_type_guid: string;
  /** Identifier of the user who made the type. */
  created_by: string;
  /** Identifier of the user who changed the type last. */
  updated_by: string;
  /** When the type was made: UTC without a zone mark, such as `2026-01-08T23:00:56`. */
  created_at: string;
  /** When the type was changed last: UTC without a zone mark. */
  updated_at: string;
  /** Source system of the type, or null. */
  source: string | null;
  /** Identifier of the type in that system, or null. */
  source_id: string | null;
  /** Data of the source system, or null. */
  source_metadata: string | null;
  /** Addresses of the type and of its versions. */
  links: ContentTypeLinks;
  /** The version of the type of the content. */
  version: ContentTypeVersion;
}

/** The links of a content type. */
export interface ContentTypeLinks extends SelfLinks {
  /** Open API address that lists the versions of the type. */
  versions: string;
}

/** One version of a content type. */
export interface ContentTypeVersion {
  /** Identifier of the version. */
  version_guid: string;
  /** Identifier of the user who made the version. */
  created_by: string;
  /** When the version was made: UTC without a zone mark. */
  created_at: string;
  /** Whether this is the newest version of the type. */
  latest: boolean;
  /** Running number of the version. */
  version_sequence: number;
  /**
   * Locales that contents of the type should have, such as `en_US`. They need not agree with a content's
   * `primary_locale`, which may be `en`.
   */
  expected_locales: string[];
  /** Addresses of the version and of its type. */
  links: ContentTypeVersionLinks;
  /** Every field of the type, with or without a value in this content. */
  field_definitions: FieldDefinition[];
  /** Digest of the version. */
  content_type_version_hash: string;
}

/** The links of a version of a content type. */
export interface ContentTypeVersionLinks extends SelfLinks {
  /** Open API address of the type. */
  content_type: string;
}
