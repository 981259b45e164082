/*
 * Parts of the events of the External work group.
 */

import type { SelfLinks } from "./common.js";

/** The link of a step. A step has no address of its own. */
export interface ExternalStepLinks {
  /** Open API address of the task. */
  task: string;
}

/** A workflow step that holds external sub-steps. */
export interface ExternalStep {
  /** Identifier of the step. */
  id: string;
  /** Address of the task that the step belongs to. */
  links: ExternalStepLinks;
}

/** The links of an external sub-step. */
export interface ExternalSubStepLinks extends SelfLinks {
  /** Open API address of the task. */
  task: string;
  /** Open API address of the record of the work in the other system. */
  external_work: string;
}

/** A sub-step that is done in another system. */
export interface ExternalSubStep {
  /** Identifier of the sub-step. */
  id: string;
  /** Addresses of the sub-step, its task and its external work. */
  links: ExternalSubStepLinks;
}

/** The links of an external sub-step, its comments included. */
export interface CommentedExternalSubStepLinks extends ExternalSubStepLinks {
  /** Open API address that lists the comments of the sub-step. */
  comments: string;
}

/** An external sub-step, with the address of its comments. */
export interface CommentedExternalSubStep {
  /** Identifier of the sub-step. */
  id: string;
  /** Addresses of the sub-step, its task, its external work and its comments. */
  links: CommentedExternalSubStepLinks;
}

/** The record of work in another system. It has no id of its own: the sub-step identifies it. */
export interface ExternalWork {
  /** Name of the other system, free text such as `Jira` or `Trello`. */
  external_system: string;
  /** Addresses of the record, its task and its sub-step. */
  links: ExternalWorkLinks;
}

/** The links of a record of external work. */
export interface ExternalWorkLinks extends SelfLinks {
  /** Open API address of the task. */
  task: string;
  /** Open API address of the sub-step. */
  sub_step: string;
}

/** The links of the task, step and sub-step around a deleted comment. The comment has none of its own. */
export interface RemovedExternalCommentLinks {
  /** Open API address of the task. */
  task: string;
  /** Open API address of the sub-step. */
  sub_step: string;
}

/** A deleted comment on an external sub-step. */
export interface RemovedExternalComment {
  /** Identifier of the comment. */
  id: string;
  /** Addresses of the task and the sub-step. The comment's own address is gone. */
  links: RemovedExternalCommentLinks;
}

/** A comment on an external sub-step. */
export interface ExternalComment {
  /** Identifier of the comment. Opaque: documented ones are not hexadecimal. */
  id: string;
  /** Addresses of the comment, its task and its sub-step. */
  links: ExternalCommentLinks;
}

/** The links of a comment on an external sub-step. */
export interface ExternalCommentLinks extends RemovedExternalCommentLinks {
  /** Open API address of the comment. */
  self: string;
}
