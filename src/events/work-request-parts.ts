/*
 * Parts of the events of the Work request group.
 */

import type { SelfLinks } from "./common.js";

/** A new work request. */
export interface AddedWorkRequest {
  /** Identifier of the work request. */
  id: string;
  /** The template of the request. Absent in deliveries of the older form. */
  template?: WorkRequestTemplate;
  /** Addresses of the work request and of what belongs to it. */
  links: AddedWorkRequestLinks;
}

/** The template of a work request. */
export interface WorkRequestTemplate {
  /** Identifier of the template. */
  id: string;
  /** Address of the template. */
  links: SelfLinks;
}

/** The links of a new work request. The last three take POST only, not GET. */
export interface AddedWorkRequestLinks extends SelfLinks {
  /** Open API address of the comments. */
  comments: string;
  /** Open API address to POST to, to create a campaign from the request. */
  campaigns: string;
  /** Open API address to POST attachments to. */
  attachments: string;
  /** Open API address to POST creative assets to. */
  creative_assets: string;
}

/** A work request that changed. */
export interface ModifiedWorkRequest {
  /** Identifier of the work request. */
  id: string;
  /**
   * Names of what changed. It is inside the work request, not beside it. `status` is the only value seen so
   * far; assignees and form fields are to be expected. Ask whether it includes a name, as the order means
   * nothing.
   */
  modified_fields: string[];
  /**
   * The template that the request was made with.
   * @inferred by analogy with work_request_added
   */
  template?: ModifiedWorkRequestTemplate;
  /**
   * Address of the work request.
   * @inferred by analogy with work_request_added
   */
  links?: WorkRequestLinks;
}

/** The template of a work request that changed. */
export interface ModifiedWorkRequestTemplate {
  /**
   * Identifier of the template.
   * @inferred by analogy with work_request_added
   */
  id?: string;
}

/** The link of a work request. */
export interface WorkRequestLinks {
  /**
   * Open API address of the work request.
   * @inferred by analogy with work_request_added
   */
  self?: string;
}

/** A deleted work request. */
export interface RemovedWorkRequest {
  /**
   * Identifier of the work request.
   * @inferred by analogy with task_removed
   */
  id?: string;
}

/** The work request that a comment belongs to. */
export interface WorkRequestReference {
  /**
   * Identifier of the work request.
   * @inferred by analogy with work_request_added
   */
  id?: string;
  /**
   * Address of the work request.
   * @inferred by analogy with work_request_added
   */
  links?: WorkRequestLinks;
}

/** The link of a comment on a work request. */
export interface WorkRequestCommentLinks {
  /**
   * Open API address of the comment. By REST such a comment has no address of its own, so expect none.
   * @inferred by analogy with workflow_sub_step_comment_added
   */
  self?: string;
}

/** A comment on a work request. */
export interface WorkRequestComment {
  /**
   * Identifier of the comment.
   * @inferred by analogy with workflow_sub_step_comment_added
   */
  id?: string;
  /**
   * Address of the comment.
   * @inferred by analogy with workflow_sub_step_comment_added
   */
  links?: WorkRequestCommentLinks;
}

/** A deleted comment on a work request. */
export interface RemovedWorkRequestComment {
  /**
   * Identifier of the comment.
   * @inferred by analogy with workflow_sub_step_comment_removed
   */
  id?: string;
}
