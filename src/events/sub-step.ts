/*
 * Task group: the sub-steps of a task's workflow.
 */

import type { SelfLinks, TaskReference } from "./common.js";

/**
 * A sub-step of a workflow was started, completed or skipped, or its assignee or due date changed.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/task-events
 */
export interface WorkflowSubStepUpdatedEvent {
  event_name: "workflow_sub_step_updated";
  /** The sub-step, and the change to it. */
  data: WorkflowSubStepUpdatedData;
}

/** The `data` of `workflow_sub_step_updated`. */
export interface WorkflowSubStepUpdatedData {
  /** The change to the sub-step. */
  status: SubStepStatus;
  /** The task that the sub-step belongs to. */
  task: TaskReference;
  /** The workflow step that holds the sub-step. */
  step: WorkflowStep;
  /** The sub-step itself. */
  sub_step: WorkflowSubStep;
}

/**
 * Someone commented on a sub-step of a workflow. Answers to comments are not reported, only comments of the
 * first level.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/task-events
 * @key comment.id
 */
export interface WorkflowSubStepCommentAddedEvent {
  event_name: "workflow_sub_step_comment_added";
  /** The new comment, and the thing it belongs to. */
  data: WorkflowSubStepCommentAddedData;
}

/** The `data` of `workflow_sub_step_comment_added`. */
export interface WorkflowSubStepCommentAddedData {
  /** The task that the sub-step belongs to. */
  task: TaskReference;
  /** The workflow step that holds the sub-step. */
  step: WorkflowStep;
  /** The sub-step that the comment belongs to. */
  sub_step: CommentedSubStep;
  /** The new comment. Fetch its text by the link. */
  comment: SubStepComment;
}

/**
 * A comment on a sub-step of a workflow was edited. Answers to comments are not reported, only comments of
 * the first level.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/task-events
 */
export interface WorkflowSubStepCommentModifiedEvent {
  event_name: "workflow_sub_step_comment_modified";
  /** The edited comment, and the thing it belongs to. */
  data: WorkflowSubStepCommentModifiedData;
}

/** The `data` of `workflow_sub_step_comment_modified`. */
export interface WorkflowSubStepCommentModifiedData {
  /** The task that the sub-step belongs to. */
  task: TaskReference;
  /** The workflow step that holds the sub-step. */
  step: WorkflowStep;
  /** The sub-step that the comment belongs to. */
  sub_step: CommentedSubStep;
  /** The edited comment. Fetch its text by the link. */
  comment: SubStepComment;
}

/**
 * A comment on a sub-step of a workflow was deleted. Answers to comments are not reported, only comments of
 * the first level.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/task-events
 * @key comment.id
 */
export interface WorkflowSubStepCommentRemovedEvent {
  event_name: "workflow_sub_step_comment_removed";
  /** The deleted comment, and the thing it belonged to. */
  data: WorkflowSubStepCommentRemovedData;
}

/** The `data` of `workflow_sub_step_comment_removed`. */
export interface WorkflowSubStepCommentRemovedData {
  /** The task that the sub-step belongs to. */
  task: TaskReference;
  /** The workflow step that holds the sub-step. */
  step: WorkflowStep;
  /** The sub-step that the comment belongs to. */
  sub_step: CommentedSubStep;
  /** The deleted comment. */
  comment: RemovedSubStepComment;
}

/** Changes to a sub-step; `modified` means another assignee or due date. The list is open. */
export type SubStepStatus =
  | "started"
  | "completed"
  | "skipped"
  | "modified"
  | (string & Record<never, never>);

/** A step of a task's workflow. Its links are not told. */
export interface WorkflowStep {
  /** Identifier of the step. */
  id: string;
}

/** A sub-step of a task's workflow. */
export interface WorkflowSubStep {
  /** Identifier of the sub-step. */
  id: string;
  /** Address of the sub-step. */
  links: SelfLinks;
}

/** The links of a sub-step, its comments included. */
export interface CommentedSubStepLinks extends SelfLinks {
  /** Open API address that lists the comments of the sub-step. */
  comments: string;
}

/** A sub-step, with the address of its comments. */
export interface CommentedSubStep {
  /** Identifier of the sub-step. */
  id: string;
  /** Addresses of the sub-step and of its comments. */
  links: CommentedSubStepLinks;
}

/** A comment on a sub-step. */
export interface SubStepComment {
  /** Identifier of the comment. Opaque: documented ones are not hexadecimal. */
  id: string;
  /** Address of the comment. */
  links: SelfLinks;
}

/** A deleted comment. It has no links, as there is nothing left to fetch. */
export interface RemovedSubStepComment {
  /** Identifier of the comment. */
  id: string;
}
