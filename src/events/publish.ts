/*
 * The Publish group. Its events come through publishing channels of the webhook kind only.
 */

import type { Organization } from "./common.js";
import type {
  ConcernedAssets,
  ConcernedOrganization,
  ConcernedPublishingEvent,
  PublishedAssets,
  PublishingEvent,
} from "./publish-parts.js";

/**
 * Assets were published through a publishing channel of the webhook kind; what is published in other ways is
 * not reported. The contents themselves are sent along.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/publishing-events
 */
export interface AssetPublishedEvent {
  /** Always `asset_published`. */
  event_name: "asset_published";
  /** What was published. */
  data: AssetPublishedData;
}

/** The `data` of `asset_published`. */
export interface AssetPublishedData {
  /** What was published. */
  assets: PublishedAssets;
  /** The organization that published. */
  organization: Organization;
  /** The act of publishing, and where to report its outcome. */
  publishing_event: PublishingEvent;
}

/**
 * Assets were brought in line with a publishing channel.
 * No vendor page describes this event's fields.
 * @inferred by analogy with asset_published
 */
export interface AssetSyncedEvent {
  /** Always `asset_synced`. */
  event_name: "asset_synced";
  /** What was synced. */
  data: AssetSyncedData;
}

/** The `data` of `asset_synced`. */
export interface AssetSyncedData {
  /**
   * What was brought in line.
   * @inferred by analogy with asset_published
   */
  assets?: ConcernedAssets;
  /**
   * The organization that did it.
   * @inferred by analogy with asset_published
   */
  organization?: ConcernedOrganization;
  /**
   * Where to report the outcome.
   * @inferred by analogy with asset_published
   */
  publishing_event?: ConcernedPublishingEvent;
}

/**
 * Assets were withdrawn from a publishing channel.
 * No vendor page describes this event's fields.
 * @inferred by analogy with asset_published
 */
export interface AssetUnpublishedEvent {
  /** Always `asset_unpublished`. */
  event_name: "asset_unpublished";
  /** What was withdrawn. */
  data: AssetUnpublishedData;
}

/** The `data` of `asset_unpublished`. */
export interface AssetUnpublishedData {
  /**
   * What was withdrawn.
   * @inferred by analogy with asset_published
   */
  assets?: ConcernedAssets;
  /**
   * The organization that did it.
   * @inferred by analogy with asset_published
   */
  organization?: ConcernedOrganization;
  /**
   * Where to report the outcome.
   * @inferred by analogy with asset_published
   */
  publishing_event?: ConcernedPublishingEvent;
}

/** The events of the Publish group by name. */
export interface PublishEventMap {
  /** Assets were published. */
  asset_published: AssetPublishedEvent;
  /** Assets were brought in line with a channel. */
  asset_synced: AssetSyncedEvent;
  /** Assets were withdrawn from a channel. */
  asset_unpublished: AssetUnpublishedEvent;
}
