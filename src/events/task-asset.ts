/*
 * Task group: the assets of a task.
 */

import type { SelfLinks, TaskWithAssetsLink } from "./common.js";

/**
 * An asset was added to a task.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/task-events
 */
export interface TaskAssetAddedEvent {
  event_name: "task_asset_added";
  /** The asset, and the task it was added to. */
  data: TaskAssetAddedData;
}

/** The `data` of `task_asset_added`. */
export interface TaskAssetAddedData {
  /** The task that holds the asset. */
  task: TaskWithAssetsLink;
  /** The asset that was added. */
  asset: LinkedTaskAsset;
}

/**
 * An asset was removed from a task.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/task-events
 */
export interface TaskAssetRemovedEvent {
  event_name: "task_asset_removed";
  /** The asset, and the task it was removed from. */
  data: TaskAssetRemovedData;
}

/** The `data` of `task_asset_removed`. */
export interface TaskAssetRemovedData {
  /** The task that held the asset. */
  task: TaskWithAssetsLink;
  /** The removed asset. It has no links. */
  asset: TaskAsset;
}

/**
 * Attributes of a task's asset changed, or it got another version.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/task-events
 */
export interface TaskAssetModifiedEvent {
  event_name: "task_asset_modified";
  /** The asset that changed. */
  data: TaskAssetModifiedData;
}

/** The `data` of `task_asset_modified`. */
export interface TaskAssetModifiedData {
  /** The task that holds the asset. */
  task: TaskWithAssetsLink;
  /** The asset that changed. */
  asset: LinkedTaskAsset;
  /**
   * Names of the attributes that changed, such as `title`, `description` or `expires_at`; no full list is
   * documented. Absent in deliveries of the older form (2021).
   */
  attributes_changed?: string[];
}

/**
 * A task's asset got a draft. Articles have no drafts.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/task-events
 */
export interface TaskAssetDraftAddedEvent {
  event_name: "task_asset_draft_added";
  /** The asset that got a draft, and its task. */
  data: TaskAssetDraftAddedData;
}

/** The `data` of `task_asset_draft_added`. */
export interface TaskAssetDraftAddedData {
  /** The task that holds the asset. */
  task: TaskWithAssetsLink;
  /** The asset that got a draft. */
  asset: DraftedTaskAsset;
}

/**
 * A task's asset lost a draft. The asset stays, so it keeps its links; the draft itself is not identified.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/task-events
 */
export interface TaskAssetDraftRemovedEvent {
  event_name: "task_asset_draft_removed";
  /** The asset that lost a draft, and its task. */
  data: TaskAssetDraftRemovedData;
}

/** The `data` of `task_asset_draft_removed`. */
export interface TaskAssetDraftRemovedData {
  /** The task that holds the asset. */
  task: TaskWithAssetsLink;
  /** The asset that lost a draft. */
  asset: DraftedTaskAsset;
}

/**
 * Kinds of task assets. The list is open; a task can hold structured content, though the vendor's list omits
 * it.
 */
export type TaskAssetType = "article" | "image" | "video" | "raw_file" | (string & Record<never, never>);

/** Kinds of assets that have drafts. The list is open. */
export type DraftAssetType = "image" | "video" | "raw_file" | (string & Record<never, never>);

/** An asset of a task, by id and kind. */
export interface TaskAsset {
  /** Identifier of the asset. */
  id: string;
  /** Kind of the asset. */
  type: TaskAssetType;
}

/** The links of a task's asset. */
export interface TaskAssetLinks extends SelfLinks {
  /** Open API address of the task that holds the asset. */
  task: string;
}

/** An asset of a task that can be fetched. */
export interface LinkedTaskAsset extends TaskAsset {
  /** Addresses of the asset within its task, and of that task. */
  links: TaskAssetLinks;
}

/** An asset of a task whose drafts changed. */
export interface DraftedTaskAsset {
  /** Identifier of the asset. */
  id: string;
  /** Kind of the asset. */
  type: DraftAssetType;
  /** Addresses of the asset within its task, and of that task. */
  links: TaskAssetLinks;
}
