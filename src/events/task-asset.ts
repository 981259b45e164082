/*
 * The part of the Task group that is about the assets of a task.
 */

import type { SelfLinks, TaskWithAssetsLink } from "./common.js";

/**
 * An asset was added to a task.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/task-events
 */
export interface TaskAssetAddedEvent {
  /** Always `task_asset_added`. */
  event_name: "task_asset_added";
  /** Which asset was added to which task. */
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
 * An asset was taken off a task.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/task-events
 */
export interface TaskAssetRemovedEvent {
  /** Always `task_asset_removed`. */
  event_name: "task_asset_removed";
  /** Which asset was taken off which task. */
  data: TaskAssetRemovedData;
}

/** The `data` of `task_asset_removed`. */
export interface TaskAssetRemovedData {
  /** The task that held the asset. */
  task: TaskWithAssetsLink;
  /** The asset that was taken off. It has no links. */
  asset: TaskAsset;
}

/**
 * Attributes of a task's asset changed, or it got another version.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/task-events
 */
export interface TaskAssetModifiedEvent {
  /** Always `task_asset_modified`. */
  event_name: "task_asset_modified";
  /** Which asset changed, and in what. */
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
  /** Always `task_asset_draft_added`. */
  event_name: "task_asset_draft_added";
  /** Which asset got a draft. */
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
  /** Always `task_asset_draft_removed`. */
  event_name: "task_asset_draft_removed";
  /** Which asset lost a draft. */
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
