import type {
  TaskAsset,
  TaskAssetAddedData,
  TaskEventMap,
  TaskReference,
  TaskWithAssetsLink,
  TaskWithBriefLink,
  WorkflowSubStepCommentAddedData,
} from "../../events/index.js";
import { type Ids, type Samples, self, url } from "./ids.js";
import { preview } from "./preview.js";

/** The events of the Task group. */
export const task: Samples<TaskEventMap> = {
  task_metadata_modified: (ids) => ({ task: linkedTask(ids) }),
  task_added: (ids) => ({ task: linkedTask(ids) }),
  task_removed: (ids) => ({ task: { id: ids.task } }),
  task_brief_added: (ids) => ({ task: taskWithBrief(ids) }),
  task_brief_removed: (ids) => ({ task: linkedTask(ids) }),
  task_brief_modified: (ids) => ({ task: taskWithBrief(ids) }),
  task_asset_added: taskAsset,
  task_asset_removed: (ids) => ({ task: taskWithAssets(ids), asset: image(ids) }),
  task_asset_modified: (ids) => ({ ...taskAsset(ids), attributes_changed: ["title", "expires_at"] }),
  task_asset_draft_added: taskAsset,
  task_asset_draft_removed: taskAsset,
  task_custom_field_modified: (ids) => ({
    modified_custom_fields: [{ id: ids.field, links: self("tasks", ids.task, "custom-fields", ids.field) }],
    task: {
      id: ids.task,
      links: { ...taskWithAssets(ids).links, custom_fields: url("tasks", ids.task, "custom-fields") },
    },
  }),
  content_preview_requested: (ids) => ({ ...preview(ids), task: linkedTask(ids) }),
  workflow_sub_step_updated: (ids) => ({
    status: "started",
    task: linkedTask(ids),
    step: { id: ids.step },
    sub_step: { id: ids.subStep, links: self(...subStepPath(ids)) },
  }),
  workflow_sub_step_comment_added: commentedSubStep,
  workflow_sub_step_comment_modified: commentedSubStep,
  workflow_sub_step_comment_removed: (ids) => ({ ...commentedSubStep(ids), comment: { id: ids.comment } }),
};

/** A task that events point at. */
export function linkedTask({ task: id }: Ids): TaskReference {
  return { id, links: self("tasks", id) };
}

/** A task with the address of its assets. */
export function taskWithAssets({ task: id }: Ids): TaskWithAssetsLink {
  return { id, links: { self: url("tasks", id), assets: url("tasks", id, "assets") } };
}

/** Where a sub-step of a workflow is found. */
export function subStepPath({ task: id, step, subStep }: Ids): readonly string[] {
  return ["tasks", id, "steps", step, "sub-steps", subStep];
}

function taskWithBrief({ task: id }: Ids): TaskWithBriefLink {
  return { id, links: { self: url("tasks", id), brief: url("tasks", id, "brief") } };
}

function image({ asset }: Ids): TaskAsset {
  return { id: asset, type: "image" };
}

function taskAsset(ids: Ids): TaskAssetAddedData {
  const links = { self: url("tasks", ids.task, "images", ids.asset), task: url("tasks", ids.task) };
  return { task: taskWithAssets(ids), asset: { ...image(ids), links } };
}

function commentedSubStep(ids: Ids): WorkflowSubStepCommentAddedData {
  const path = subStepPath(ids);
  return {
    task: linkedTask(ids),
    step: { id: ids.step },
    sub_step: { id: ids.subStep, links: { self: url(...path), comments: url(...path, "comments") } },
    comment: { id: ids.comment, links: self(...path, "comments", ids.comment) },
  };
}
