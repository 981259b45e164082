import { expect, test } from "vitest";
import { inspect } from "../../src/cli/data/inspect.js";
import { applySetting, readSetting } from "../../src/cli/send/set.js";
import { createEvent } from "../../src/testing/create-event.js";

/** Where something is put that no type names, and whether it is to be found. */
const rows = [
  ["task_added", "extra", true],
  ["task_added", "data.extra", true],
  ["task_added", "data.task.links.extra", true],
  ["task_asset_added", "data.asset.extra", true],
  ["asset_added", "data.asset.source.links.extra", true],
  ["asset_published", "data.assets.structured_contents[0].content_body.extra", true],
  ["asset_published", "data.assets.images[0]", false],
  ["content_preview_requested", "data.assets.structured_contents[0].content_body.content_type.extra", true],
  [
    "content_preview_requested",
    "data.assets.structured_contents[0].content_body.fields_version.fields.extra",
    false,
  ],
] as const;

test.each(rows)("%s with %s: an unknown field %s", (name, path, isFound) => {
  const sample = JSON.parse(JSON.stringify(createEvent(name)));
  const value = path.endsWith("fields.extra") ? "[]" : '{"a":1}';
  const event = applySetting(sample, readSetting(`${path}:=${value}`));
  const { unknownFields, issues, isKnown } = inspect(event);
  expect({ isKnown, issues }).toEqual({ isKnown: true, issues: [] });
  expect(unknownFields).toEqual(isFound ? [{ path, kind: "object" }] : []);
});

test("contents within contents are looked into, at every depth", () => {
  const sample = JSON.stringify(createEvent("content_preview_requested"));
  const event = JSON.parse(sample, (key, value) =>
    key === "latest_fields_version" ? { ...value, extra: 1 } : value,
  );
  const { unknownFields } = inspect(event);
  expect(unknownFields.length).toBeGreaterThan(0);
  for (const { path } of unknownFields)
    expect(path).toMatch(/\.content_details\.latest_fields_version\.extra$/);
});

test("names that every object has, and names that look like paths, are unknown fields like others", () => {
  const body =
    '{"event_name":"task_removed","data":{"task":{"id":"t"},"constructor":1,"__proto__":{"a":1},"?":2,"task.id":3,"[key]":4}}';
  expect(inspect(body).unknownFields.map(({ path }) => path)).toEqual([
    "data.constructor",
    "data.__proto__",
    'data["?"]',
    'data["task.id"]',
    'data["[key]"]',
  ]);
});

test("no more than 200 are kept", () => {
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`field_${index}`, index]));
  const { unknownFields } = inspect({ event_name: "task_removed", data: { task: { id: "t" }, ...many } });
  expect(unknownFields).toHaveLength(200);
});

test("a name that the vendor misspelt is the right one", () => {
  const { data } = createEvent("task_metadata_modified");
  expect(inspect({ event_name: "task_metadata_modifed", data })).toMatchObject({
    isKnown: true,
    eventName: "task_metadata_modified",
  });
});

test.each([
  ["data.task.links.self=x", { self: "x" }],
  ["data.task.links.more=5", { more: 5 }],
  ["data.task.links.more=five", { more: "five" }],
  ['data.task.links:={"a":null}', { a: null }],
])("--set %s", (text, links) => {
  const event = applySetting(JSON.parse(JSON.stringify(createEvent("task_added"))), readSetting(text));
  expect(event).toMatchObject({ data: { task: { links } } });
});
