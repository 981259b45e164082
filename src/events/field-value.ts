/*
 * The values in the fields of structured content.
 */

import type { AssetType, SelfLinks } from "./common.js";
import type { EmbeddedContent } from "./structured-content.js";

/** The fields of a content by their key. Only fields that have a value are here. */
export interface ContentFields {
  /** The values of the field, one entry per locale. */
  [fieldKey: string]: LocalizedField[];
}

/** The values of a field in one locale. */
export interface LocalizedField {
  /** Locale as CMP writes it: `en`, `en_US`, sometimes in another case. Ignore case when you compare. */
  locale: string;
  /** The values in order; exactly one unless the field is a list. */
  field_values: FieldValue[];
}

/**
 * One value of a field. Its members depend on the kind of the field; check that the member you read is there.
 */
export interface FieldValue {
  /**
   * Position among the values, or null. It was in every recorded delivery, but nothing shows it for
   * `asset_published`.
   */
  order_index?: number | null;
  /** Of `text-field`: the text. */
  text_value?: string;
  /** Of `rich-text`: HTML, as the editor wrote it. Clean it before showing it. */
  rich_text_value?: string;
  /** Of `library-asset`: identifier of the asset. */
  asset_guid?: string;
  /** Of `library-asset`: kind of the asset. */
  asset_type?: AssetType;
  /**
   * Of `library-asset`: an address that needs a bearer token and redirects to the asset's JSON resource, not to the
   * file. The file is the `url` of that resource.
   */
  links?: SelfLinks;
  /** Of `url` fields: the address. */
  url?: string;
  /** Of `content-type` fields: identifier of the content referred to. */
  content_guid?: string;
  /**
   * Of `content-type` fields: path of that content. It is relative: resolve it against the host of the
   * delivery's links.
   */
  content_url?: string;
  /** Of `content-type` fields: whether `content_details` holds that content. */
  embedded?: boolean;
  /** Of `content-type` fields: that content in full. */
  content_details?: EmbeddedContent;
  /** Of `choice` fields: key of the choice. From the vendor's OpenAPI document; in no recorded delivery. */
  choice_key?: string;
  /** Of `number` fields: the number, of no unit. From the vendor's OpenAPI document; in no recorded delivery. */
  num_value?: number;
  /** Of `boolean` fields: the value. From the vendor's OpenAPI document; in no recorded delivery. */
  bool_value?: boolean;
  /** Of `datetime` fields: date and time. From the vendor's OpenAPI document; in no recorded delivery. */
  datetime_value?: string;
  /** Of `json` fields: any JSON value. From the vendor's OpenAPI document; in no recorded delivery. */
  json_value?: unknown;
  /** Of `location` fields: degrees north. From the vendor's OpenAPI document; in no recorded delivery. */
  latitude?: number;
  /** Of `location` fields: degrees east. From the vendor's OpenAPI document; in no recorded delivery. */
  longitude?: number;
}
