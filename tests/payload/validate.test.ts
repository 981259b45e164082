import fc from "fast-check";
import { isKnownEvent } from "optimizely-cmp-webhooks";
import { describe, expect, it } from "vitest";
import { shapes as shapeOf } from "../../src/payload/catalog.js";
import { findIssues, type Shape } from "../../src/payload/shape.js";
import { issuesOf } from "../../src/payload/validate.js";
import { fixtures } from "../fixtures/events.js";
import { fixture, mutate, mutation } from "../property/arbitraries.js";
import { runs } from "../support/thorough.js";
import { faulty, fine, shapes, tree } from "./shape-rows.js";

/** What is given where the quick way finds that all fits; the slow way makes a list of its own. */
const none = issuesOf("", "");

/** A copy whose members come in another order, the same for the same number. */
function shuffle(value: unknown, seed: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => shuffle(item, seed + 1));
  const entries = Object.entries(value).map(([key, item]) => [key, shuffle(item, seed + 1)] as const);
  const turned = entries.length > 0 ? seed % entries.length : 0;
  return Object.fromEntries([...entries.slice(turned), ...entries.slice(0, turned)]);
}

describe("issuesOf", () => {
  it("gives the same frozen list whenever nothing is wrong", () => {
    expect(none).toEqual([]);
    expect(Object.isFrozen(none)).toBe(true);
  });

  it.each(fine)("sees at once that all fits, also the second time: %s, %s", (shape, json) => {
    expect(issuesOf(shapes[shape], JSON.parse(json))).toBe(none);
    expect(issuesOf(shapes[shape], JSON.parse(json))).toBe(none);
  });

  it.each(faulty)(
    "finds the same issue as the slow way: %s, %s, at %s",
    (shape, json, path, expected, received) => {
      expect(issuesOf(shapes[shape], JSON.parse(json))).toEqual([{ path, expected, received }]);
    },
  );

  it.each(Object.values(fixtures).map((event) => [event.event_name, event.data] as const))(
    "sees at once that the fixture fits, in any order of its members: %s",
    (name, data) => {
      const shape = shapeOf.get(name) as Shape;
      for (let seed = 0; seed < 40; seed++) expect(issuesOf(shape, shuffle(data, seed))).toBe(none);
    },
  );

  it("never differs from the slow way", () => {
    fc.assert(
      fc.property(fixture, fc.array(mutation, { maxLength: 4 }), fc.nat(50), (event, mutations, seed) => {
        const changed = shuffle(mutations.reduce(mutate, event), seed);
        const { event_name = "", data } = Object(changed);
        const shape = isKnownEvent({ event_name }) ? shapeOf.get(event_name) : undefined;
        if (shape !== undefined) expect(issuesOf(shape, data)).toEqual(findIssues(shape, data));
      }),
      runs(1_000),
    );
  });

  it("tells members that are missing from members that are there under other names", () => {
    const pair: Shape = { a: "", b: "" };
    expect(issuesOf(pair, { a: "x", b: "y" })).toBe(none);
    expect(issuesOf(pair, { a: "x", c: "y" })).toMatchObject([{ path: "data.b", received: "missing" }]);
    expect(issuesOf(pair, { b: "x", a: 5 })).toMatchObject([{ path: "data.a", received: "number" }]);
  });

  it.each([
    ["two hundred members that nobody knows", 200, 1],
    ["a hundred sets of members that nobody knows", 3, 100],
    ["names of 100 kB", 1, 3],
  ])("is right about objects with %s", (_title, members, sets) => {
    const long = members === 1 ? "k".repeat(100_000) : "k";
    for (let set = 0; set < sets; set++) {
      const others = Array.from({ length: members }, (_, place) => [`${long}${set}-${place}`, place]);
      const value = { name: "x", ...Object.fromEntries(others) };
      expect(issuesOf(tree, value)).toEqual([]);
      expect(issuesOf(tree, { ...value, name: 5 })).toHaveLength(1);
    }
  });

  it("leaves what is nested too deeply to the slow way", () => {
    const nest = (levels: number): object =>
      levels === 0 ? { name: "x" } : { name: "x", branches: [nest(levels - 1)] };
    expect(issuesOf(tree, nest(64))).toBe(none);
    expect(issuesOf(tree, nest(65))).toMatchObject([{ expected: "at most 64 levels" }]);
  });

  it.each([
    ["a required member", { a: "" }, { a: "x" }, "missing"],
    ["an optional member of another type", { "?": { a: "" } }, { a: 5 }, undefined],
  ] satisfies [string, Shape, object, string | undefined][])(
    "does not see %s on a prototype",
    (_title, shape, inherited, received) => {
      const value = Object.assign(Object.create(inherited), { other: 1 });
      expect(issuesOf(shape, value).map((issue) => issue.received)).toEqual(received ? [received] : []);
    },
  );
});
