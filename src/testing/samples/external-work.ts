import type {
  ExternalSubStepCommentAddedData,
  ExternalSubStepLinks,
  ExternalSubStepStartedData,
  ExternalWorkEventMap,
  RemovedExternalCommentLinks,
} from "../../events/index.js";
import { type Ids, type Samples, url } from "./ids.js";
import { subStepPath, taskWithAssets } from "./task.js";

/** The events of the External work group. */
export const externalWork: Samples<ExternalWorkEventMap> = {
  external_sub_step_started: subStep,
  external_sub_step_completed: subStep,
  external_sub_step_modified: subStep,
  external_sub_step_comment_added: comment,
  external_sub_step_comment_modified: comment,
  external_sub_step_comment_removed: (ids) => ({
    ...comment(ids),
    comment: { id: ids.comment, links: around(ids) },
  }),
};

function subStep(ids: Ids): ExternalSubStepStartedData {
  return {
    task: taskWithAssets(ids),
    step: { id: ids.step, links: { task: url("tasks", ids.task) } },
    sub_step: { id: ids.subStep, links: subStepLinks(ids) },
    external_work: {
      external_system: "Jira",
      links: { self: subStepLinks(ids).external_work, ...around(ids) },
    },
  };
}

function comment(ids: Ids): ExternalSubStepCommentAddedData {
  const comments = url(...subStepPath(ids), "comments");
  return {
    task: taskWithAssets(ids),
    step: { id: ids.step, links: { task: url("tasks", ids.task) } },
    sub_step: { id: ids.subStep, links: { ...subStepLinks(ids), comments } },
    comment: { id: ids.comment, links: { self: `${comments}/${ids.comment}`, ...around(ids) } },
  };
}

function subStepLinks(ids: Ids): ExternalSubStepLinks {
  const path = subStepPath(ids);
  return {
    self: url(...path),
    task: url("tasks", ids.task),
    external_work: url(...path, "external-work"),
  };
}

/** The links that a deleted comment keeps. */
function around(ids: Ids): RemovedExternalCommentLinks {
  return { task: url("tasks", ids.task), sub_step: url(...subStepPath(ids)) };
}
