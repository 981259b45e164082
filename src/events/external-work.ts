/*
 * The External work group: sub-steps of a workflow that are done in another system.
 */

import type { TaskWithAssetsLink } from "./common.js";
import type {
  CommentedExternalSubStep,
  ExternalComment,
  ExternalStep,
  ExternalSubStep,
  ExternalWork,
  RemovedExternalComment,
} from "./external-work-parts.js";

/**
 * An external sub-step of a task was started.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/external-work-management-events
 */
export interface ExternalSubStepStartedEvent {
  event_name: "external_sub_step_started";
  /** The started sub-step, with its task and step. */
  data: ExternalSubStepStartedData;
}

/** The `data` of `external_sub_step_started`. */
export interface ExternalSubStepStartedData {
  /** The task that the sub-step belongs to. */
  task: TaskWithAssetsLink;
  /** The workflow step that holds the sub-step. */
  step: ExternalStep;
  /** The sub-step itself. */
  sub_step: ExternalSubStep;
  /** The record of the work in the other system. */
  external_work: ExternalWork;
}

/**
 * An external sub-step of a task was completed.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/external-work-management-events
 */
export interface ExternalSubStepCompletedEvent {
  event_name: "external_sub_step_completed";
  /** The completed sub-step, with its task and step. */
  data: ExternalSubStepCompletedData;
}

/** The `data` of `external_sub_step_completed`. */
export interface ExternalSubStepCompletedData {
  /** The task that the sub-step belongs to. */
  task: TaskWithAssetsLink;
  /** The workflow step that holds the sub-step. */
  step: ExternalStep;
  /** The sub-step itself. */
  sub_step: ExternalSubStep;
  /** The record of the work in the other system. */
  external_work: ExternalWork;
}

/**
 * The assignee or the due date of an external sub-step changed. An old table of the vendor misspells the
 * name as `external_sub_step_modfied`; this package receives both and reports the right one.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/external-work-management-events
 */
export interface ExternalSubStepModifiedEvent {
  event_name: "external_sub_step_modified";
  /** The changed sub-step, with its task and step. */
  data: ExternalSubStepModifiedData;
}

/** The `data` of `external_sub_step_modified`. */
export interface ExternalSubStepModifiedData {
  /** The task that the sub-step belongs to. */
  task: TaskWithAssetsLink;
  /** The workflow step that holds the sub-step. */
  step: ExternalStep;
  /** The sub-step itself. */
  sub_step: ExternalSubStep;
  /** The record of the work in the other system. */
  external_work: ExternalWork;
}

/**
 * Someone commented on an external sub-step. Answers to comments are not reported, only comments of the
 * first level.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/external-work-management-events
 * @key comment.id
 */
export interface ExternalSubStepCommentAddedEvent {
  event_name: "external_sub_step_comment_added";
  /** The new comment, and the thing it belongs to. */
  data: ExternalSubStepCommentAddedData;
}

/** The `data` of `external_sub_step_comment_added`. */
export interface ExternalSubStepCommentAddedData {
  /** The task that the sub-step belongs to. */
  task: TaskWithAssetsLink;
  /** The workflow step that holds the sub-step. */
  step: ExternalStep;
  /** The sub-step of the comment. The record in the other system is given by link only. */
  sub_step: CommentedExternalSubStep;
  /** The new comment. Fetch its text by the link. */
  comment: ExternalComment;
}

/**
 * A comment on an external sub-step was edited. Answers to comments are not reported, only comments of the
 * first level.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/external-work-management-events
 */
export interface ExternalSubStepCommentModifiedEvent {
  event_name: "external_sub_step_comment_modified";
  /** The edited comment, and the thing it belongs to. */
  data: ExternalSubStepCommentModifiedData;
}

/** The `data` of `external_sub_step_comment_modified`. */
export interface ExternalSubStepCommentModifiedData {
  /** The task that the sub-step belongs to. */
  task: TaskWithAssetsLink;
  /** The workflow step that holds the sub-step. */
  step: ExternalStep;
  /** The sub-step of the comment. The record in the other system is given by link only. */
  sub_step: CommentedExternalSubStep;
  /** The edited comment. Fetch its text by the link. */
  comment: ExternalComment;
}

/**
 * A comment on an external sub-step was deleted. Answers to comments are not reported, only comments of the
 * first level.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/external-work-management-events
 * @key comment.id
 */
export interface ExternalSubStepCommentRemovedEvent {
  event_name: "external_sub_step_comment_removed";
  /** The deleted comment, and the thing it belonged to. */
  data: ExternalSubStepCommentRemovedData;
}

/** The `data` of `external_sub_step_comment_removed`. */
export interface ExternalSubStepCommentRemovedData {
  /** The task that the sub-step belongs to. */
  task: TaskWithAssetsLink;
  /** The workflow step that holds the sub-step. */
  step: ExternalStep;
  /** The sub-step of the comment. The record in the other system is given by link only. */
  sub_step: CommentedExternalSubStep;
  /** The deleted comment. */
  comment: RemovedExternalComment;
}

/** The events of the External work group by name. */
export interface ExternalWorkEventMap {
  /** An external sub-step was started. */
  external_sub_step_started: ExternalSubStepStartedEvent;
  /** An external sub-step was completed. */
  external_sub_step_completed: ExternalSubStepCompletedEvent;
  /** An external sub-step changed. */
  external_sub_step_modified: ExternalSubStepModifiedEvent;
  /** Someone commented on an external sub-step. */
  external_sub_step_comment_added: ExternalSubStepCommentAddedEvent;
  /** A comment on an external sub-step was edited. */
  external_sub_step_comment_modified: ExternalSubStepCommentModifiedEvent;
  /** A comment on an external sub-step was deleted. */
  external_sub_step_comment_removed: ExternalSubStepCommentRemovedEvent;
}
