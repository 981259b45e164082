import { describe, expect, it } from "vitest";
import { shapesByGroup } from "../../src/generated/shapes.js";
import { findIssues, type Shape } from "../../src/shape.js";
import { fixtures } from "../fixtures/events.js";

const tree: Shape = { name: "", "?": { branches: [() => tree] } };

const shapes = {
  string: { a: "" },
  number: { a: 0 },
  boolean: { a: true },
  anything: { a: null },
  nullable: { a: ["", null] },
  list: { a: [""] },
  nullableList: { a: [[0], null] },
  object: { a: { b: "" } },
  nullableObject: { a: [{ b: "" }, null] },
  optional: { "?": { a: "" } },
  optionalObject: { "?": { a: { b: "" } } },
  map: { a: { "*": [{ b: "" }] } },
  tree,
} satisfies Record<string, Shape>;

type ShapeName = keyof typeof shapes;

const fine: [ShapeName, string][] = [
  ["string", '{"a":""}'],
  ["number", '{"a":0}'],
  ["boolean", '{"a":false}'],
  ["anything", '{"a":null}'],
  ["anything", '{"a":[{"b":1}]}'],
  ["nullable", '{"a":null}'],
  ["nullable", '{"a":"x"}'],
  ["list", '{"a":[]}'],
  ["list", '{"a":["x","y"]}'],
  ["nullableList", '{"a":null}'],
  ["nullableObject", '{"a":null}'],
  ["nullableObject", '{"a":{"b":"x"}}'],
  ["optional", "{}"],
  ["optional", '{"a":"x","*":1,"?":{"a":5}}'],
  ["map", '{"a":{}}'],
  ["map", '{"a":{"__proto__":[{"b":"x"}],"?":[],"*":[]}}'],
  ["tree", '{"name":"x","branches":[{"name":"y"},{"name":"z","branches":[]}]}'],
];

const faulty: [ShapeName, string, path: string, expected: string, received: string][] = [
  ["string", "{}", "data.a", "string", "missing"],
  ["string", '{"a":null}', "data.a", "string", "null"],
  ["string", '{"a":5}', "data.a", "string", "number"],
  ["string", '{"a":["x"]}', "data.a", "string", "array"],
  ["string", "null", "data", "object", "null"],
  ["string", "[]", "data", "object", "array"],
  ["string", '"x"', "data", "object", "string"],
  ["string", '{"__proto__":{"a":"x"}}', "data.a", "string", "missing"],
  ["number", '{"a":"5"}', "data.a", "number", "string"],
  ["boolean", '{"a":0}', "data.a", "boolean", "number"],
  ["anything", "{}", "data.a", "any value", "missing"],
  ["nullable", "{}", "data.a", "string or null", "missing"],
  ["nullable", '{"a":false}', "data.a", "string or null", "boolean"],
  ["list", '{"a":{}}', "data.a", "array", "object"],
  ["list", '{"a":["x",5]}', "data.a[1]", "string", "number"],
  ["list", '{"a":{"length":0}}', "data.a", "array", "object"],
  ["nullableList", '{"a":"x"}', "data.a", "array or null", "string"],
  ["nullableList", '{"a":[0,null]}', "data.a[1]", "number", "null"],
  ["object", '{"a":[]}', "data.a", "object", "array"],
  ["object", '{"a":{"b":{}}}', "data.a.b", "string", "object"],
  ["nullableObject", '{"a":5}', "data.a", "object or null", "number"],
  ["nullableObject", '{"a":{}}', "data.a.b", "string", "missing"],
  ["optional", '{"a":null}', "data.a", "string", "null"],
  ["optionalObject", '{"a":{}}', "data.a.b", "string", "missing"],
  ["map", '{"a":{"k":[{}]}}', "data.a.k[0].b", "string", "missing"],
  ["map", '{"a":{"a b":5}}', 'data.a["a b"]', "array", "number"],
  ["map", '{"a":{"":5}}', 'data.a[""]', "array", "number"],
  ["map", '{"a":{"1st":5}}', 'data.a["1st"]', "array", "number"],
  ["map", '{"a":{"say \\"x\\"\\n":5}}', 'data.a["say \\"x\\"\\n"]', "array", "number"],
  ["map", '{"a":{"__proto__":5}}', "data.a.__proto__", "array", "number"],
  ["map", '{"a":{"constructor":5}}', "data.a.constructor", "array", "number"],
  [
    "tree",
    '{"name":"x","branches":[{"name":"y","branches":[{}]}]}',
    "data.branches[0].branches[0].name",
    "string",
    "missing",
  ],
];

describe("findIssues", () => {
  it.each(fine)("finds nothing: %s, %s", (shape, json) => {
    expect(findIssues(shapes[shape], JSON.parse(json))).toEqual([]);
  });

  it.each(faulty)("finds one issue: %s, %s, at %s", (shape, json, path, expected, received) => {
    expect(findIssues(shapes[shape], JSON.parse(json))).toEqual([{ path, expected, received }]);
  });

  it("counts a member that is there with the value undefined as absent", () => {
    expect(findIssues(shapes.optional, { a: undefined })).toEqual([]);
    expect(findIssues(shapes.string, { a: undefined })).toHaveLength(1);
  });

  it("does not take what is on a prototype for a member", () => {
    const names: Shape = { constructor: {}, toString: {} };
    expect(findIssues(names, {}).map(({ received }) => received)).toEqual(["missing", "missing"]);
    expect(findIssues(shapes.string, Object.create({ a: "x" }))).toHaveLength(1);
    expect(findIssues(shapes.optional, Object.create({ a: 5 }))).toEqual([]);
  });

  it("reports all issues in the order of the shape, with no value of the payload in them", () => {
    const issues = findIssues(
      { a: { b: "", c: [""] }, d: 0 },
      { a: { b: 5, c: ["secret", { secret: 1 }] }, d: "secret" },
    );
    expect(issues.map(({ path }) => path)).toEqual(["data.a.b", "data.a.c[1]", "data.d"]);
    expect(JSON.stringify(issues)).not.toContain("secret");
  });

  it("cuts a long key, which comes from the sender", () => {
    const [issue] = findIssues(shapes.map, { a: { ["k".repeat(1_000_000)]: 5 } });
    expect(issue?.path).toBe(`data.a["${"k".repeat(64)}"]`);
  });

  it("gives the same frozen list whenever nothing is wrong", () => {
    const issues = findIssues(shapes.string, { a: "x" });
    expect(issues).toBe(findIssues(shapes.number, { a: 1 }));
    expect(Object.isFrozen(issues)).toBe(true);
  });

  it("ends with 20 issues, and reads no further", () => {
    const reads: PropertyKey[] = [];
    const items = new Proxy(Array(1_000_000).fill(5), {
      get(target, key) {
        if (key !== "length") reads.push(key);
        return Reflect.get(target, key);
      },
    });
    expect(findIssues(shapes.list, { a: items })).toHaveLength(20);
    expect(reads).toHaveLength(20);

    const members = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`k${index}`, 5]));
    expect(findIssues(shapes.map, { a: members })).toHaveLength(20);
    const lists = Array.from({ length: 50 }, () => ({ name: "x", branches: [{}, {}, {}] }));
    expect(findIssues(tree, { name: "x", branches: lists })).toHaveLength(20);
  });

  it("follows 64 levels of what contains itself, and reports the 65th", () => {
    expect(findIssues(tree, nested(64))).toEqual([]);
    const [issue, ...others] = findIssues(tree, nested(65));
    expect(issue).toEqual({
      path: `data${".branches[0]".repeat(65)}`,
      expected: "at most 64 levels",
      received: "object",
    });
    expect(others).toEqual([]);
  });

  it("does not exhaust the stack on contents that are embedded 50,000 deep", () => {
    const data = structuredClone(fixtures.content_preview_requested.data);
    const body = data.assets.structured_contents[0]?.content_body;
    const embedded = body?.fields_version.fields["content-type"]?.[0]?.field_values[0]?.content_details;
    if (!body || !embedded) throw new Error("The fixture has lost its embedded content");
    for (let level = 0; level < 50_000; level++) {
      const { fields_version } = body;
      const content_details = { ...embedded, latest_fields_version: fields_version };
      const entry = { locale: "en", field_values: [{ content_details }] };
      body.fields_version = { ...fields_version, fields: { nested: [entry] } };
    }
    expect(findIssues(shapesByGroup.Task.content_preview_requested, data)).toMatchObject([
      { expected: "at most 64 levels", received: "object" },
    ]);
  });
});

function nested(levels: number): object {
  let value: object = { name: "leaf" };
  for (let level = 0; level < levels; level++) value = { name: "x", branches: [value] };
  return value;
}
