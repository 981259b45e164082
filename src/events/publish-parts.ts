/*
 * Parts of the events of the Publish group.
 */

import type { PublishedArticle } from "./published-article.js";
import type { PublishedContent } from "./published-content.js";

/** All assets that were published together, by kind. A kind without assets may be absent. */
export interface PublishedAssets {
  /** The articles, in full. */
  articles?: PublishedArticle[];
  /**
   * The images. What an item holds is not known.
   * @inferred by analogy with content_preview_requested
   */
  images?: unknown[];
  /**
   * The videos. What an item holds is not known.
   * @inferred by analogy with content_preview_requested
   */
  videos?: unknown[];
  /**
   * The raw files. What an item holds is not known.
   * @inferred by analogy with content_preview_requested
   */
  raw_files?: unknown[];
  /** The structured contents, in full. */
  structured_contents?: PublishedContent[];
}

/** An act of publishing. */
export interface PublishingEvent {
  /**
   * Identifier of the act.
   * @inferred by analogy with the REST resource
   */
  id?: string;
  /** The address to report the outcome to. */
  links: PublishingEventLinks;
}

/** The links of an act of publishing. */
export interface PublishingEventLinks {
  /**
   * Open API address of the act.
   * @inferred by analogy with the REST resource
   */
  self?: string;
  /** Address to POST the outcome to: what was published where, or why not. */
  publishing_metadata: string;
}

/** The assets of an act of publishing, by kind. */
export interface ConcernedAssets {
  /**
   * The articles. What an item holds is not known.
   * @inferred by analogy with asset_published
   */
  articles?: unknown[];
  /**
   * The images. What an item holds is not known.
   * @inferred by analogy with asset_published
   */
  images?: unknown[];
  /**
   * The videos. What an item holds is not known.
   * @inferred by analogy with asset_published
   */
  videos?: unknown[];
  /**
   * The raw files. What an item holds is not known.
   * @inferred by analogy with asset_published
   */
  raw_files?: unknown[];
  /**
   * The structured contents. What an item holds is not known.
   * @inferred by analogy with asset_published
   */
  structured_contents?: unknown[];
}

/** The organization behind an act of publishing. */
export interface ConcernedOrganization {
  /**
   * Identifier of the organization.
   * @inferred by analogy with asset_published
   */
  id?: string;
}

/** An act of publishing of which only the link is supposed. */
export interface ConcernedPublishingEvent {
  /**
   * The address to report the outcome to.
   * @inferred by analogy with asset_published
   */
  links?: ConcernedPublishingEventLinks;
}

/** The link of an act of publishing. */
export interface ConcernedPublishingEventLinks {
  /**
   * Address to POST the outcome to.
   * @inferred by analogy with asset_published
   */
  publishing_metadata?: string;
}
