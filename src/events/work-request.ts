/*
 * The Work request group.
 */

import type {
  AddedWorkRequest,
  ModifiedWorkRequest,
  RemovedWorkRequest,
  RemovedWorkRequestComment,
  WorkRequestComment,
  WorkRequestReference,
} from "./work-request-parts.js";

/**
 * A work request was submitted.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/work-request-events
 * @experimental
 * @key work_request.id
 */
export interface WorkRequestAddedEvent {
  event_name: "work_request_added";
  /** The new work request. */
  data: WorkRequestAddedData;
}

/** The `data` of `work_request_added`. */
export interface WorkRequestAddedData {
  /** The new work request. */
  work_request: AddedWorkRequest;
}

/**
 * The status, the assignees or a form field of a work request changed.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/work-request-events
 * @experimental
 */
export interface WorkRequestModifiedEvent {
  event_name: "work_request_modified";
  /** The work request that changed, and the change. */
  data: WorkRequestModifiedData;
}

/** The `data` of `work_request_modified`. */
export interface WorkRequestModifiedData {
  /** The work request that changed. */
  work_request: ModifiedWorkRequest;
}

/**
 * A work request was deleted.
 * No vendor page describes this event's fields.
 * @inferred by analogy with task_removed
 * @key work_request.id
 */
export interface WorkRequestRemovedEvent {
  event_name: "work_request_removed";
  /** The deleted work request. */
  data: WorkRequestRemovedData;
}

/** The `data` of `work_request_removed`. */
export interface WorkRequestRemovedData {
  /**
   * The work request that is gone. Expect no links.
   * @inferred by analogy with task_removed
   */
  work_request?: RemovedWorkRequest;
}

/**
 * Someone commented on a work request.
 * No vendor page describes this event's fields.
 * @inferred by analogy with workflow_sub_step_comment_added
 * @key comment.id
 */
export interface WorkRequestCommentAddedEvent {
  event_name: "work_request_comment_added";
  /** The new comment, and the thing it belongs to. */
  data: WorkRequestCommentAddedData;
}

/** The `data` of `work_request_comment_added`. */
export interface WorkRequestCommentAddedData {
  /**
   * The work request that the comment belongs to.
   * @inferred by analogy with work_request_added
   */
  work_request?: WorkRequestReference;
  /**
   * The new comment.
   * @inferred by analogy with workflow_sub_step_comment_added
   */
  comment?: WorkRequestComment;
}

/**
 * A comment on a work request was edited.
 * No vendor page describes this event's fields.
 * @inferred by analogy with workflow_sub_step_comment_modified
 */
export interface WorkRequestCommentModifiedEvent {
  event_name: "work_request_comment_modified";
  /** The edited comment, and the thing it belongs to. */
  data: WorkRequestCommentModifiedData;
}

/** The `data` of `work_request_comment_modified`. */
export interface WorkRequestCommentModifiedData {
  /**
   * The work request that the comment belongs to.
   * @inferred by analogy with work_request_added
   */
  work_request?: WorkRequestReference;
  /**
   * The edited comment.
   * @inferred by analogy with workflow_sub_step_comment_added
   */
  comment?: WorkRequestComment;
}

/**
 * A comment on a work request was deleted.
 * No vendor page describes this event's fields.
 * @inferred by analogy with workflow_sub_step_comment_removed
 * @key comment.id
 */
export interface WorkRequestCommentRemovedEvent {
  event_name: "work_request_comment_removed";
  /** The deleted comment, and the thing it belonged to. */
  data: WorkRequestCommentRemovedData;
}

/** The `data` of `work_request_comment_removed`. */
export interface WorkRequestCommentRemovedData {
  /**
   * The work request that the comment belongs to.
   * @inferred by analogy with work_request_added
   */
  work_request?: WorkRequestReference;
  /**
   * The comment that is gone. Expect no links.
   * @inferred by analogy with workflow_sub_step_comment_removed
   */
  comment?: RemovedWorkRequestComment;
}

/** The events of the Work request group by name. */
export interface WorkRequestEventMap {
  /** A work request was submitted. */
  work_request_added: WorkRequestAddedEvent;
  /** A work request changed. */
  work_request_modified: WorkRequestModifiedEvent;
  /** A work request was deleted. */
  work_request_removed: WorkRequestRemovedEvent;
  /** Someone commented on a work request. */
  work_request_comment_added: WorkRequestCommentAddedEvent;
  /** A comment on a work request was edited. */
  work_request_comment_modified: WorkRequestCommentModifiedEvent;
  /** A comment on a work request was deleted. */
  work_request_comment_removed: WorkRequestCommentRemovedEvent;
}
