import { eventNames, eventSchemas, parseEvent, ReceiverError } from "optimizely-cmp-webhooks";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { describe, expect, it, test } from "vitest";
import { events, spoilt } from "./contracts.js";

const { validate } = eventSchemas.asset_published["~standard"];
const published = createEvent("asset_published");
const toFields = ["assets", "structured_contents", 0, "content_body", "latest_fields_version", "fields"];

describe("eventSchemas", () => {
  it("has a schema for each event by name, and nothing that comes from a prototype", () => {
    expect(Object.keys(eventSchemas)).toEqual(eventNames);
    for (const name of ["constructor", "__proto__", "toString", "task_metadata_modifed"])
      expect(Reflect.get(eventSchemas, name)).toBeUndefined();
    expect(Object.isFrozen(eventSchemas)).toBe(true);
  });

  it.each(events)("takes $event_name as it is, and refuses what parseEvent refuses", (event) => {
    const { version, vendor, validate } = eventSchemas[event.event_name]["~standard"];
    expect([version, vendor]).toEqual([1, "optimizely-cmp-webhooks"]);
    const result = validate(event);
    expect(result.issues).toBeUndefined();
    expect("value" in result && result.value).toBe(event);
    for (const copy of spoilt(event)) {
      expect(validate(copy).issues?.length, JSON.stringify(copy)).toBeGreaterThan(0);
    }
  });

  it("finds the same issues as parseEvent", () => {
    const wrong = {
      ...published,
      data: { ...published.data, assets: { articles: [{}] }, organization: null },
    };
    expect(validate(wrong).issues?.map(({ message }) => message)).toEqual(
      issuesOf(wrong).map(({ expected, received }) => `Expected ${expected}, received ${received}`),
    );
  });

  it.each([null, undefined, 7, "text", true, [], {}, { event_name: "asset_added" }, Symbol("s")])(
    "says of %s only that it is no such event",
    (value) => {
      expect(validate(value)).toEqual({
        issues: [{ message: 'Expected "asset_published"', path: ["event_name"] }],
      });
    },
  );

  it("takes only the right spelling of a name, and only what is parsed", () => {
    const event = createEvent("task_metadata_modified");
    const { validate } = eventSchemas.task_metadata_modified["~standard"];
    expect(validate({ ...event, event_name: "task_metadata_modifed" }).issues).toHaveLength(1);
    expect(validate(JSON.stringify(event)).issues).toHaveLength(1);
  });
});

test.each([
  ["a member", { organization: 7 }, ["organization"]],
  ["an item", { assets: { articles: [7] } }, ["assets", "articles", 0]],
  ["a key with a space", fieldsWith("place of origin"), [...toFields, "place of origin"]],
  ["a key of digits", fieldsWith("31"), [...toFields, "31"]],
  ["a key with quotes and brackets", fieldsWith('a"].b["\\c'), [...toFields, 'a"].b["\\c']],
  ["a key of one quote", fieldsWith('"'), [...toFields, '"']],
  ["an empty key", fieldsWith(""), [...toFields, ""]],
  ["a key of another alphabet", fieldsWith("größe"), [...toFields, "größe"]],
  ["a long key, which is cut", fieldsWith("x".repeat(99)), [...toFields, "x".repeat(64)]],
])("the path leads to %s", (_, data, path) => {
  const { issues } = validate({ ...published, data: { ...published.data, ...data } });
  expect(issues?.map((issue) => issue.path)).toEqual([["data", ...path]]);
});

function fieldsWith(key: string): object {
  const { assets } = structuredClone(published.data);
  const [content] = assets.structured_contents ?? [];
  if (content) content.content_body.latest_fields_version.fields = Object.fromEntries([[key, 7]]) as never;
  return { assets };
}

function issuesOf(event: object) {
  try {
    parseEvent(event);
  } catch (error) {
    if (error instanceof ReceiverError) return error.issues;
  }
  return [];
}
