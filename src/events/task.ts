/*
 * The Task group, put together from its parts.
 */

import type { ContentPreviewRequestedEvent } from "./preview.js";
import type {
  WorkflowSubStepCommentAddedEvent,
  WorkflowSubStepCommentModifiedEvent,
  WorkflowSubStepCommentRemovedEvent,
  WorkflowSubStepUpdatedEvent,
} from "./sub-step.js";
import type {
  TaskAssetAddedEvent,
  TaskAssetDraftAddedEvent,
  TaskAssetDraftRemovedEvent,
  TaskAssetModifiedEvent,
  TaskAssetRemovedEvent,
} from "./task-asset.js";
import type {
  TaskAddedEvent,
  TaskBriefAddedEvent,
  TaskBriefModifiedEvent,
  TaskBriefRemovedEvent,
  TaskCustomFieldModifiedEvent,
  TaskMetadataModifiedEvent,
  TaskRemovedEvent,
} from "./task-metadata.js";

/** The events of the Task group by name. */
export interface TaskEventMap {
  /** A task itself changed. */
  task_metadata_modified: TaskMetadataModifiedEvent;
  /** A task was created. */
  task_added: TaskAddedEvent;
  /** A task was deleted. */
  task_removed: TaskRemovedEvent;
  /** A task got a brief. */
  task_brief_added: TaskBriefAddedEvent;
  /** A task lost its brief. */
  task_brief_removed: TaskBriefRemovedEvent;
  /** The brief of a task changed. */
  task_brief_modified: TaskBriefModifiedEvent;
  /** An asset was added to a task. */
  task_asset_added: TaskAssetAddedEvent;
  /** An asset was removed from a task. */
  task_asset_removed: TaskAssetRemovedEvent;
  /** An asset of a task changed. */
  task_asset_modified: TaskAssetModifiedEvent;
  /** An asset of a task got a draft. */
  task_asset_draft_added: TaskAssetDraftAddedEvent;
  /** An asset of a task lost a draft. */
  task_asset_draft_removed: TaskAssetDraftRemovedEvent;
  /** Fields of a task changed. */
  task_custom_field_modified: TaskCustomFieldModifiedEvent;
  /** Someone requested a preview of structured content. */
  content_preview_requested: ContentPreviewRequestedEvent;
  /** A workflow sub-step moved on or changed. */
  workflow_sub_step_updated: WorkflowSubStepUpdatedEvent;
  /** Someone commented on a workflow sub-step. */
  workflow_sub_step_comment_added: WorkflowSubStepCommentAddedEvent;
  /** A comment on a workflow sub-step was edited. */
  workflow_sub_step_comment_modified: WorkflowSubStepCommentModifiedEvent;
  /** A comment on a workflow sub-step was deleted. */
  workflow_sub_step_comment_removed: WorkflowSubStepCommentRemovedEvent;
}
