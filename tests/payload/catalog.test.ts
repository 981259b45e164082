import {
  type AnyEvent,
  type CmpEvent,
  type EventName,
  eventCatalog,
  eventNames,
  isKnownEvent,
  parseEvent,
} from "optimizely-cmp-webhooks";
import { describe, expect, expectTypeOf, test } from "vitest";
import { taskAdded } from "../support/recorder.js";

/** Every event, as the vendor's pages are divided and ordered. */
const documented = {
  Library: "asset_added asset_removed asset_modified asset_renditions_created",
  Task: `task_metadata_modified task_added task_removed task_brief_added task_brief_removed task_brief_modified
    task_asset_added task_asset_removed task_asset_modified task_asset_draft_added task_asset_draft_removed
    task_custom_field_modified content_preview_requested workflow_sub_step_updated workflow_sub_step_comment_added
    workflow_sub_step_comment_modified workflow_sub_step_comment_removed`,
  "External work": `external_sub_step_started external_sub_step_completed external_sub_step_modified
    external_sub_step_comment_added external_sub_step_comment_modified external_sub_step_comment_removed`,
  Campaign: `campaign_added campaign_metadata_modified campaign_brief_added campaign_brief_removed
    campaign_brief_modified`,
  Publish: "asset_published asset_synced asset_unpublished",
  "Work request": `work_request_added work_request_modified work_request_removed work_request_comment_added
    work_request_comment_modified work_request_comment_removed`,
  Event: "event_added event_modified",
} as const;

const rows = Object.entries(documented).flatMap(([group, names]) =>
  names.split(/\s+/).map((name) => ({ name, group })),
);

test("the 43 names are those of the vendor's pages, in their order", () => {
  expect(eventNames).toHaveLength(43);
  expect(eventNames).toEqual(rows.map(({ name }) => name));
});

test.each(rows)("$name is known, and belongs to $group", ({ name, group }) => {
  expect(isKnownEvent({ event_name: name })).toBe(true);
  expect(eventCatalog[name as EventName]).toMatchObject({
    group,
    experimental: expect.any(Boolean),
    verified: expect.any(Boolean),
  });
});

describe("an unknown name", () => {
  const unknownNames = [
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "valueOf",
    "error",
    "*",
    "",
    "?",
    "Task",
    "TASK_ADDED",
    "task_added ",
    "task_added\u0000",
    "task_metadata_modifed",
    "external_sub_step_modfied",
  ];

  test.each(unknownNames)("%j is not known", (name) => {
    expect(isKnownEvent({ event_name: name })).toBe(false);
  });

  test.each(unknownNames)("%j is not in the catalogue", (name) => {
    expect(eventCatalog[name as EventName]).toBeUndefined();
  });
});

test.each([undefined, null, 5, {}, ["task_added"], Symbol("task_added")])(
  "an event named %s is not known",
  (name) => {
    expect(isKnownEvent({ event_name: name as string })).toBe(false);
  },
);

test("the catalogue has no prototype, and cannot be changed", () => {
  expect(Object.getPrototypeOf(eventCatalog)).toBeNull();
  expect(Object.keys(eventCatalog)).toEqual(eventNames);
  expect(Object.isFrozen(eventCatalog)).toBe(true);
});

test("a known event is narrowed to the union, and by its name to one type", () => {
  const event: AnyEvent = parseEvent(taskAdded);
  if (isKnownEvent(event)) {
    expectTypeOf(event).toEqualTypeOf<CmpEvent>();
    if (event.event_name === "task_added") expectTypeOf(event.data.task.id).toEqualTypeOf<string>();
  }
  expectTypeOf(eventNames).toEqualTypeOf<readonly EventName[]>();
});
