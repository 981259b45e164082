/*
 * Task group: a task itself, its brief and its fields.
 */

import type { SelfLinks, TaskAssetsLinks, TaskReference } from "./common.js";

/**
 * A task's title, campaign, start or due date, completion, archive mark or a field of the label type
 * changed. The payload does not say which, so two changes can have equal bodies. The vendor's tables misspell the
 * name as `task_metadata_modifed`; this package receives both and reports the right one.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/task-events
 */
export interface TaskMetadataModifiedEvent {
  event_name: "task_metadata_modified";
  /** The task that changed. The payload does not say what changed. */
  data: TaskMetadataModifiedData;
}

/** The `data` of `task_metadata_modified`. */
export interface TaskMetadataModifiedData {
  /** The task that changed. */
  task: TaskReference;
}

/**
 * A task was created.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/task-events
 * @key task.id
 */
export interface TaskAddedEvent {
  event_name: "task_added";
  /** The new task. */
  data: TaskAddedData;
}

/** The `data` of `task_added`. */
export interface TaskAddedData {
  /** The new task. */
  task: TaskReference;
}

/**
 * A task was deleted.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/task-events
 * @key task.id
 */
export interface TaskRemovedEvent {
  event_name: "task_removed";
  /** The deleted task. */
  data: TaskRemovedData;
}

/** The `data` of `task_removed`. */
export interface TaskRemovedData {
  /** The deleted task. */
  task: RemovedTask;
}

/**
 * A task got a brief.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/task-events
 */
export interface TaskBriefAddedEvent {
  event_name: "task_brief_added";
  /** The task that got a brief. */
  data: TaskBriefAddedData;
}

/** The `data` of `task_brief_added`. */
export interface TaskBriefAddedData {
  /** The task that got a brief. */
  task: TaskWithBriefLink;
}

/**
 * A task lost its brief.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/task-events
 */
export interface TaskBriefRemovedEvent {
  event_name: "task_brief_removed";
  /** The task that lost its brief. */
  data: TaskBriefRemovedData;
}

/** The `data` of `task_brief_removed`. */
export interface TaskBriefRemovedData {
  /** The task that lost its brief. It has no link to the brief any more. */
  task: TaskReference;
}

/**
 * The brief of a task changed.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/task-events
 */
export interface TaskBriefModifiedEvent {
  event_name: "task_brief_modified";
  /** The task whose brief changed. */
  data: TaskBriefModifiedData;
}

/** The `data` of `task_brief_modified`. */
export interface TaskBriefModifiedData {
  /** The task whose brief changed. */
  task: TaskWithBriefLink;
}

/**
 * Values of a task's fields changed. `task_metadata_modified` reports fields of the label type.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/task-events
 */
export interface TaskCustomFieldModifiedEvent {
  event_name: "task_custom_field_modified";
  /** The task, and the fields that changed. */
  data: TaskCustomFieldModifiedData;
}

/** The `data` of `task_custom_field_modified`. */
export interface TaskCustomFieldModifiedData {
  /** The fields whose values changed. Fetch the new values by the links of the task. */
  modified_custom_fields: ModifiedCustomField[];
  /** The task whose fields changed. */
  task: TaskWithCustomFieldsLink;
}

/** A deleted task. It has no links, as there is nothing left to fetch. */
export interface RemovedTask {
  /** Identifier of the task. */
  id: string;
}

/** The links of a task that has a brief. */
export interface TaskBriefLinks extends SelfLinks {
  /** Open API address of the brief. */
  brief: string;
}

/** A task, with the address of its brief. */
export interface TaskWithBriefLink {
  /** Identifier of the task. */
  id: string;
  /** Addresses of the task and of its brief. */
  links: TaskBriefLinks;
}

/** A field of a task whose value changed. */
export interface ModifiedCustomField {
  /** Identifier of the field. */
  id: string;
  /** Address of this field on this task. The vendor's table calls it a string, but it is an object. */
  links: SelfLinks;
}

/** The links of a task, its fields included. */
export interface TaskCustomFieldsLinks extends TaskAssetsLinks {
  /** Open API address that lists the fields of the task. */
  custom_fields: string;
}

/** A task, with the address of its fields. */
export interface TaskWithCustomFieldsLink {
  /** Identifier of the task. */
  id: string;
  /** Addresses of the task, its assets and its fields. */
  links: TaskCustomFieldsLinks;
}
