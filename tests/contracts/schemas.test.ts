/*
 * What holds of the schemas as a family; tests/events goes through each member of each event.
 */
import { Ajv2020 } from "ajv/dist/2020.js";
import { eventNames } from "optimizely-cmp-webhooks";
import { describe, expect, it, test } from "vitest";
import { contract, contractNames, events, objectsIn, spoilt } from "./contracts.js";

const all = contract("events");
const schemas = [...eventNames.map((name) => contract(name)), all];
const ajv = new Ajv2020({ strict: true, allErrors: true, schemas });
const known = ajv.getSchema("urn:optimizely-cmp-webhooks:events");
const any = ajv.getSchema("urn:optimizely-cmp-webhooks:events#/$defs/AnyEvent");

const unknown = { event_name: "task_teleported", data: { task: 7 } };

test("there is a schema for every event, one for all of them, and the AsyncAPI document", () => {
  expect(contractNames().sort()).toEqual([...eventNames, "events", "asyncapi"].sort());
});

test("every schema is of draft 2020-12, has a name of its own, and looks nothing up elsewhere", () => {
  const names = [...eventNames, "events"];
  expect(schemas.map(({ $id }) => $id)).toEqual(names.map((name) => `urn:optimizely-cmp-webhooks:${name}`));
  for (const schema of schemas) {
    expect(schema["$schema"]).toBe("https://json-schema.org/draft/2020-12/schema");
    const references = objectsIn(schema).flatMap(([, { $ref }]) =>
      $ref === undefined ? [] : [String($ref)],
    );
    expect(references.filter((reference) => !/^#(\/\$defs\/\w+)?$/.test(reference))).toEqual([]);
  }
});

test.each([...eventNames, "events"] as const)("%s describes its members and closes no list", (name) => {
  const objects = objectsIn(contract(name));
  const members = objects.flatMap(([path, { properties }]) =>
    Object.entries(properties ?? {}).map(([key, member]) => ({ path: `${path}/${key}`, ...member })),
  );
  const silent = members.filter(({ const: value, $ref, description }) => !value && !$ref && !description);
  // A reference may leave the words to what it refers to, which says more than "the data of this event".
  expect(silent).toEqual([]);
  const closed = objects.filter(([path, schema]) => !isListOfNames(path) && closes(schema));
  expect(closed).toEqual([]);
});

describe("schemas/events.json", () => {
  it.each(events)("takes $event_name, and none of its spoilt copies", (event) => {
    expect(known?.(event), JSON.stringify(known?.errors)).toBe(true);
    expect(any?.(event)).toBe(true);
    expect(spoilt(event).filter((copy) => known?.(copy))).toEqual([]);
  });

  it("says of an unknown name that it is unknown", () => {
    expect(known?.(unknown)).toBe(false);
    expect(known?.errors).toContainEqual(
      expect.objectContaining({ instancePath: "/event_name", keyword: "enum" }),
    );
  });

  it("has a part that takes unknown events as well, and known ones only as they must be", () => {
    expect(any?.(unknown)).toBe(true);
    expect(any?.({ event_name: "task_added", data: {} })).toBe(false);
    for (const wrong of [
      { event_name: "", data: {} },
      { event_name: "x", data: [] },
      { event_name: "x" },
      7,
      null,
    ])
      expect(any?.(wrong)).toBe(false);
  });

  it("tells each event by one entry, in the order of the catalogue", () => {
    const { oneOf, $defs } = all as { oneOf: { $ref: string }[]; $defs: Record<string, Definition> };
    const names = oneOf.map(({ $ref }) => $defs[$ref.replace("#/$defs/", "")]?.properties.event_name.const);
    expect(names).toEqual(eventNames);
  });
});

interface Definition {
  readonly properties: { readonly event_name: { readonly const: string } };
}

/** The names that tell the events apart: these, and no other words, are what a schema may insist on. */
function isListOfNames(path: string): boolean {
  return /\/properties\/event_name(\/not)?$/.test(path);
}

function closes(schema: Readonly<Record<string, unknown>>): boolean {
  return ["enum", "const", "pattern", "format", "maxLength", "maxItems"].some((keyword) => keyword in schema)
    ? !("properties" in schema)
    : schema["additionalProperties"] === false || schema["unevaluatedProperties"] === false;
}
