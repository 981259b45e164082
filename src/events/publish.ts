/*
 * The Publish group. Only publishing channels of the webhook kind send its events.
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
 * Assets were published through a publishing channel of the webhook kind. Other publishing is not reported.
 * The payload includes the contents.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/publishing-events
 */
export interface AssetPublishedEvent {
  event_name: "asset_published";
  /** The published assets. */
  data: AssetPublishedData;
}

/** The `data` of `asset_published`. */
export interface AssetPublishedData {
  /** The published assets. */
  assets: PublishedAssets;
  /** The organization that published. */
  organization: Organization;
  /** The act of publishing, and where to report its outcome. */
  publishing_event: PublishingEvent;
}

/**
 * Assets were synced with a publishing channel.
 * No vendor page describes this event's fields.
 * @inferred by analogy with asset_published
 */
export interface AssetSyncedEvent {
  event_name: "asset_synced";
  /** The synced assets. */
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
   * The address to report the outcome to.
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
  event_name: "asset_unpublished";
  /** The withdrawn assets. */
  data: AssetUnpublishedData;
}

/** The `data` of `asset_unpublished`. */
export interface AssetUnpublishedData {
  /**
   * The withdrawn assets.
   * @inferred by analogy with asset_published
   */
  assets?: ConcernedAssets;
  /**
   * The organization that did it.
   * @inferred by analogy with asset_published
   */
  organization?: ConcernedOrganization;
  /**
   * The address to report the outcome to.
   * @inferred by analogy with asset_published
   */
  publishing_event?: ConcernedPublishingEvent;
}

/** The events of the Publish group by name. */
export interface PublishEventMap {
  /** Assets were published. */
  asset_published: AssetPublishedEvent;
  /** Assets were synced with a channel. */
  asset_synced: AssetSyncedEvent;
  /** Assets were withdrawn from a channel. */
  asset_unpublished: AssetUnpublishedEvent;
}
