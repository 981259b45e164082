import { describe, expect, it } from "vitest";
import { shapesByGroup } from "../../src/generated/shapes.js";
import { findIssues, type Shape } from "../../src/payload/shape.js";
import { fixtures } from "../fixtures/events.js";
import { faulty, fine, shapes, tree } from "./shape-rows.js";

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
