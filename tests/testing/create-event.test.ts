import { type EventName, eventNames, parseEvent, type TaskAddedEvent } from "optimizely-cmp-webhooks";
import { createEvent, type DeepPartial } from "optimizely-cmp-webhooks/testing";
import { describe, expect, expectTypeOf, it, test } from "vitest";

/** Every string in an event, with the name of its member. */
function stringsOf(value: unknown, key = ""): [key: string, text: string][] {
  if (typeof value === "string") return [[key, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([inner, member]) => stringsOf(member, inner));
}

/** Every object in an event that has an id and an address. */
function linkedOf(value: unknown): { id: string; self: string }[] {
  if (typeof value !== "object" || value === null) return [];
  const { id, links } = value as { id?: string; links?: { self?: string } };
  const own = id !== undefined && links?.self ? [{ id, self: links.self }] : [];
  return [...own, ...Object.values(value).flatMap(linkedOf)];
}

/** Empties every object and array in a value. */
function spoil(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const member of Object.values(value)) spoil(member);
  for (const key of Object.keys(value)) Reflect.deleteProperty(value, key);
}

const hex = /[0-9a-f]{20,}/g;
const idsIn = (value: unknown): string[] => JSON.stringify(value).match(hex) ?? [];

describe.each(eventNames)("%s", (name) => {
  const event = createEvent(name);

  it("is what parseEvent takes for that event", () => {
    expect(parseEvent(JSON.stringify(event))).toEqual(event);
    expect(event.event_name).toBe(name);
  });

  it("is the same each time, and an object of its own", () => {
    expect(createEvent(name)).toEqual(event);
    expect(createEvent(name, {}, { seed: 1 })).toEqual(event);
    spoil(createEvent(name));
    expect(createEvent(name)).toEqual(event);
  });

  it("differs from that of another seed in every id, and in nothing else", () => {
    const other = createEvent(name, {}, { seed: 2 });
    const ids = idsIn(event);
    expect(ids.length).toBeGreaterThan(0);
    expect(idsIn(other).filter((id) => ids.includes(id))).toEqual([]);
    expect(JSON.stringify(other).replace(hex, "")).toBe(JSON.stringify(event).replace(hex, ""));
  });

  it("has ids as CMP's are: 24 or 32 hexadecimal digits", () => {
    const ids = stringsOf(event).filter(([key]) => /^(.*_)?(id|guid|created_by|updated_by)$/.test(key));
    expect(ids.filter(([, id]) => !/^([0-9a-f]{24}|[0-9a-f]{32})$/.test(id))).toEqual([]);
    expect(ids.length).toBeGreaterThan(0);
  });

  it("has links that end in the id of what they lead to", () => {
    for (const { id, self } of linkedOf(event.data)) expect(self).toMatch(new RegExp(`^https://.*/${id}$`));
  });
});

test("events of one seed tell of the same things", () => {
  const { task } = createEvent("task_added").data;
  expect(createEvent("task_removed").data.task.id).toBe(task.id);
  expect(createEvent("asset_added").data.asset.source?.links).toEqual(task.links);
  const asset = createEvent("asset_published").data;
  expect(asset.organization.id).toBe(createEvent("asset_added").data.asset.owner_organization_id);
});

test("5,000 seeds give 5,000 tasks", () => {
  const ids = Array.from(
    { length: 5_000 },
    (_, seed) => createEvent("task_removed", {}, { seed }).data.task.id,
  );
  expect(new Set(ids).size).toBe(5_000);
});

describe("overrides", () => {
  it("change a member at any depth and leave the others", () => {
    const event = createEvent("asset_added", { data: { asset: { type: "video" } } });
    expect(event).toEqual({
      ...createEvent("asset_added"),
      data: { asset: { ...createEvent("asset_added").data.asset, type: "video" } },
    });
  });

  it("put an id into the links, and wherever else it stands", () => {
    const event = createEvent("task_asset_added", { data: { task: { id: "31" } } });
    const { task, asset } = event.data;
    expect(task.links.assets).toBe("https://api.cmp.optimizely.com/v3/tasks/31/assets");
    expect(asset.links.task).toBe(task.links.self);
    expect(asset.links.self).toMatch(/\/tasks\/31\/images\/[0-9a-f]{32}$/);
    const preview = createEvent("content_preview_requested", { data: { preview_id: "p1" } });
    expect(preview.data.links.complete).toMatch(/\/previews\/p1\/complete$/);
  });

  it("leave a link as it is given", () => {
    const links = { self: "https://example.com/elsewhere" };
    const { task } = createEvent("task_added", { data: { task: { id: "31", links } } }).data;
    expect(task).toEqual({ id: "31", links });
  });

  it("replace a whole array", () => {
    const event = createEvent("task_asset_modified", { data: { attributes_changed: ["labels"] } });
    expect(event.data.attributes_changed).toEqual(["labels"]);
    expect(createEvent("task_asset_modified", { data: { attributes_changed: [] } }).data).toMatchObject({
      attributes_changed: [],
    });
  });

  it("take an optional member off with undefined", () => {
    const { asset } = createEvent("asset_added", { data: { asset: { source: undefined } } }).data;
    expect(Object.keys(asset)).toEqual(["id", "owner_organization_id", "type", "links"]);
  });

  it("put null where null may be", () => {
    const source = { id: null, type: null, links: { self: null } };
    expect(createEvent("asset_added", { data: { asset: { source } } }).data.asset.source).toEqual(source);
  });

  it("may come from JSON, and reach no prototype", () => {
    const overrides = JSON.parse('{"data": {"task": {"__proto__": {"polluted": 1}, "constructor": 5}}}');
    const { task } = createEvent("task_added", overrides).data;
    expect(Object.keys(task)).toEqual(["id", "links", "__proto__", "constructor"]);
    expect(Object.getPrototypeOf(task)).toBe(Object.prototype);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it("are not changed, nor kept", () => {
    const overrides = { data: { task: { id: "31", links: { self: "https://example.com" } } } };
    const event = createEvent("task_added", overrides);
    event.data.task.links.self = "spoiled";
    expect(overrides).toEqual({ data: { task: { id: "31", links: { self: "https://example.com" } } } });
  });
});

describe("what is wrong throws", () => {
  it.each([
    ["task_aded", /received "task_aded".* Did you mean task_added/],
    ["TASK_ADDED", /Did you mean task_added/],
    ["task_metadata_modifed", /Did you mean task_metadata_modified/],
    ["order_shipped_to_moon", /^name must be one of eventNames, received "order_shipped_to_moon"\.$/],
    ["", /received ""/],
    ["__proto__", /must be one of eventNames/],
    ["constructor", /must be one of eventNames/],
    ["toString", /must be one of eventNames/],
  ])("an unknown name: %s", (name, message) => {
    expect(() => createEvent(name as EventName)).toThrow(TypeError);
    expect(() => createEvent(name as EventName)).toThrow(message);
  });

  it("names three at the most", () => {
    expect(() => createEvent("task_asset_draft_adde" as EventName)).toThrow(
      /mean task_asset_draft_added( or \w+){0,2}\?$/,
    );
  });

  it.each([0.5, Number.NaN, Infinity, "1"])("a seed that is no whole number: %s", (seed) => {
    expect(() => createEvent("task_added", {}, { seed: seed as number })).toThrow(
      /^seed must be a whole number/,
    );
  });
});

test("the compiler knows the event by its name, and what may be put in it", () => {
  expectTypeOf(createEvent("task_added")).toEqualTypeOf<TaskAddedEvent>();
  expectTypeOf(createEvent<EventName>).returns.toHaveProperty("event_name");
  expectTypeOf<{ data: { task: { id: string } } }>().toExtend<DeepPartial<TaskAddedEvent>>();
  const wrong = [
    // @ts-expect-error No such event.
    () => createEvent("task_aded"),
    // @ts-expect-error Another event's member.
    () => createEvent("task_added", { data: { asset: {} } }),
    // @ts-expect-error An id is a string.
    () => createEvent("task_added", { data: { task: { id: 31 } } }),
    // @ts-expect-error A required member stays.
    () => createEvent("task_added", { data: { task: undefined } }),
    // @ts-expect-error An array is given whole, with whole items.
    () => createEvent("task_custom_field_modified", { data: { modified_custom_fields: [{ id: "1" }] } }),
    // @ts-expect-error A seed is a number.
    () => createEvent("task_added", {}, { seed: "1" }),
  ];
  expect(wrong).toHaveLength(6);
});
