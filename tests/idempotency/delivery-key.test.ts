import {
  type CmpEvent,
  deliveryKey,
  type EventName,
  eventCatalog,
  eventNames,
  parseEvent,
} from "optimizely-cmp-webhooks";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { describe, expect, test } from "vitest";
import { fixtures } from "../fixtures/events.js";

/** The events that happen once for each id, with that id in an event. The other 30 can happen again. */
const ids: { readonly [Name in EventName]?: string | undefined } = {
  task_added: fixtures.task_added.data.task.id,
  task_removed: fixtures.task_removed.data.task.id,
  campaign_added: fixtures.campaign_added.data.campaign.id,
  work_request_added: fixtures.work_request_added.data.work_request.id,
  work_request_removed: fixtures.work_request_removed.data.work_request?.id,
  event_added: fixtures.event_added.data.event.id,
  workflow_sub_step_comment_added: fixtures.workflow_sub_step_comment_added.data.comment.id,
  workflow_sub_step_comment_removed: fixtures.workflow_sub_step_comment_removed.data.comment.id,
  external_sub_step_comment_added: fixtures.external_sub_step_comment_added.data.comment.id,
  external_sub_step_comment_removed: fixtures.external_sub_step_comment_removed.data.comment.id,
  work_request_comment_added: fixtures.work_request_comment_added.data.comment?.id,
  work_request_comment_removed: fixtures.work_request_comment_removed.data.comment?.id,
  content_preview_requested: fixtures.content_preview_requested.data.preview_id,
};

/** An event as it would come over the wire. */
function delivered(name: EventName, data: unknown): CmpEvent {
  const event: unknown = JSON.parse(JSON.stringify({ event_name: name, data }));
  return event as CmpEvent;
}

describe.each(eventNames)("%s", (name) => {
  const event: CmpEvent = fixtures[name];
  const key = ids[name] && `${name}:${ids[name]}`;

  test(`has the key ${key}`, () => {
    expect(deliveryKey(event)).toBe(key);
    expect((key ?? "").length).toBeLessThanOrEqual(250);
  });

  test("repeats in the catalogue if it has no key", () => {
    expect(eventCatalog[name].repeats).toBe(key === undefined);
  });

  test("has the same key when it comes again, whatever the order of its members", () => {
    const again = delivered(name, Object.fromEntries(Object.entries(event.data).reverse()));
    expect(deliveryKey(again)).toBe(key);
  });

  test("has a key of its own when it tells of another thing", () => {
    const other = deliveryKey(createEvent(name, {}, { seed: 2 }));
    expect(other === undefined).toBe(key === undefined);
    expect(new Set([key, other, undefined]).size).toBe(key === undefined ? 1 : 3);
  });
});

test("the table above names 13 events, each with an id", () => {
  expect(Object.values(ids).filter((id) => typeof id === "string" && id.length > 10)).toHaveLength(13);
});

test("no two events share a key, though they tell of one thing", () => {
  const keys = Object.keys(ids).map((name) => deliveryKey(fixtures[name as EventName]));
  expect(new Set(keys).size).toBe(13);
});

test("an event that CMP spells wrongly has the key that its right name has", () => {
  const event = parseEvent({
    event_name: "task_metadata_modifed",
    data: fixtures.task_metadata_modified.data,
  });
  expect(deliveryKey(event)).toBeUndefined();
});

test.each(["task_created", "__proto__", "constructor", "", "*"])(
  "%j, which is unknown, has no key",
  (name) => {
    expect(deliveryKey({ event_name: name, data: { task: { id: "31" } } })).toBeUndefined();
  },
);

describe("an id that is none", () => {
  const hostile = [
    { title: "it is missing", id: undefined },
    { title: "it is null", id: null },
    { title: "it is a number", id: 31 },
    { title: "it is a truth", id: true },
    { title: "it is an object", id: { id: "31" } },
    { title: "it is an array", id: ["31"] },
    { title: "it is empty", id: "" },
    { title: "it has 201 characters", id: "x".repeat(201) },
  ];

  test.each(hostile)("$title: no key", ({ id }) => {
    expect(deliveryKey(delivered("task_added", { task: { id } }))).toBeUndefined();
    expect(deliveryKey(delivered("content_preview_requested", { preview_id: id }))).toBeUndefined();
  });

  test.each([
    {},
    { task: null },
    { task: undefined },
    { task: [] },
    { task: 31 },
    { task: "31" },
    { tasks: { id: "31" } },
  ])("because it is not where it should be, as in %j, gives no key", (data) => {
    expect(deliveryKey(delivered("task_added", data))).toBeUndefined();
  });

  test("because it is inherited gives no key", () => {
    const task: unknown = Object.create({ id: "31" });
    expect(deliveryKey({ event_name: "task_added", data: { task } })).toBeUndefined();
  });
});

describe("an id is taken as it is", () => {
  test.each(["__proto__", "constructor", " ", "a:b", "\u0000", "5F6A", "x".repeat(200)])("%j", (id) => {
    expect(deliveryKey(delivered("task_added", { task: { id } }))).toBe(`task_added:${id}`);
  });
});
