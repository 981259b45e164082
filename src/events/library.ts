/*
 * The Library group: changes to assets in the library.
 */

import type { AssetType, SelfLinks } from "./common.js";

/**
 * An asset was added to the library: by upload, by the completion of a task, or in another way.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/library-events
 */
export interface AssetAddedEvent {
  event_name: "asset_added";
  /** The new asset, and its origin. */
  data: AssetAddedData;
}

/** The `data` of `asset_added`. */
export interface AssetAddedData {
  /** The asset that is new in the library. */
  asset: AddedAsset;
}

/**
 * An asset was removed from the library, for instance because it was deleted.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/library-events
 */
export interface AssetRemovedEvent {
  event_name: "asset_removed";
  /** The removed asset. */
  data: AssetRemovedData;
}

/** The `data` of `asset_removed`. */
export interface AssetRemovedData {
  /** The removed asset. It has no links, since there is nothing left to fetch. */
  asset: RemovedAsset;
}

/**
 * The title, description, labels or place of a library asset changed, or it got another version. The
 * payload does not say what changed.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/library-events
 */
export interface AssetModifiedEvent {
  event_name: "asset_modified";
  /** The asset that changed, and its task. */
  data: AssetModifiedData;
}

/** The `data` of `asset_modified`. */
export interface AssetModifiedData {
  /** The asset that changed. */
  asset: ModifiedAsset;
}

/**
 * Renditions of a library asset were made.
 * No vendor page describes this event's fields.
 * @inferred by analogy with asset_modified
 */
export interface AssetRenditionsCreatedEvent {
  event_name: "asset_renditions_created";
  /** The asset that has new renditions. */
  data: AssetRenditionsCreatedData;
}

/** The `data` of `asset_renditions_created`. */
export interface AssetRenditionsCreatedData {
  /**
   * The asset whose renditions were made.
   * @inferred by analogy with asset_modified
   */
  asset?: RenderedAsset;
}

/** A library asset, by id, owner and kind. */
export interface RemovedAsset {
  /** Identifier of the asset. */
  id: string;
  /** Identifier of the organization that owns the asset. */
  owner_organization_id: string;
  /** Kind of the asset. */
  type: AssetType;
}

/** A library asset that can be fetched. */
export interface ModifiedAsset extends RemovedAsset {
  /** Address of the asset. Its kind decides the path: `images/`, `articles/` and so on. */
  links: SelfLinks;
}

/** A library asset with its origin. */
export interface AddedAsset extends ModifiedAsset {
  /** The origin of the asset. Absent in deliveries of the older form (2021). */
  source?: AssetSource;
}

/**
 * The origin of a library asset. Only a completed task is named; for every other origin all values are null.
 */
export interface AssetSource {
  /** Identifier of the task whose completion added the asset, or null. */
  id: string | null;
  /** Kind of the origin, or null. */
  type: AssetSourceType | null;
  /** Address of the origin. The object is there even when its value is null. */
  links: AssetSourceLinks;
}

/** The link of an asset's origin. */
export interface AssetSourceLinks {
  /** Open API address of the task, or null. */
  self: string | null;
}

/** Kinds of origins. Only `task` is documented; the list is open. */
export type AssetSourceType = "task" | (string & Record<never, never>);

/** A library asset that got renditions. */
export interface RenderedAsset {
  /**
   * Identifier of the asset.
   * @inferred by analogy with asset_modified
   */
  id?: string;
  /**
   * Identifier of the organization that owns the asset.
   * @inferred by analogy with asset_modified
   */
  owner_organization_id?: string;
  /**
   * Kind of the asset.
   * @inferred by analogy with asset_modified
   */
  type?: AssetType;
  /**
   * Address of the asset.
   * @inferred by analogy with asset_modified
   */
  links?: RenderedAssetLinks;
}

/** The link of an asset that got renditions. */
export interface RenderedAssetLinks {
  /**
   * Open API address of the asset.
   * @inferred by analogy with asset_modified
   */
  self?: string;
}

/** The events of the Library group by name. */
export interface LibraryEventMap {
  /** An asset came into the library. */
  asset_added: AssetAddedEvent;
  /** An asset left the library. */
  asset_removed: AssetRemovedEvent;
  /** A library asset changed. */
  asset_modified: AssetModifiedEvent;
  /** A library asset got renditions. */
  asset_renditions_created: AssetRenditionsCreatedEvent;
}
