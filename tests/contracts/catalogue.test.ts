/*
 * docs/events.md: that nothing is missing, and that its links lead somewhere.
 */
import { eventCatalog, eventNames } from "optimizely-cmp-webhooks";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { describe, expect, it } from "vitest";
import { textOf } from "./contracts.js";

const text = textOf("docs/events.md");
const lines = text.split("\n");
const headings = lines.flatMap((line) => line.match(/^#+ (.+)$/)?.[1] ?? []);
/** The text from a heading of the third level to the next. */
const sections = new Map(
  text
    .split(/^### /m)
    .slice(1)
    .map((section) => [section.split("\n", 1)[0], section]),
);
const rows = lines.filter((line) => line.startsWith("| `"));

describe("docs/events.md", () => {
  it("has every event once, by the groups of the catalogue", () => {
    expect(headings.filter((heading) => Object.hasOwn(eventCatalog, heading))).toEqual(eventNames);
    const groups = [...new Set(eventNames.map((name) => eventCatalog[name].group))];
    expect(text.match(/(?<=^## ).+$/gm)).toEqual([...groups, "Parts"]);
  });

  it.each(eventNames)("tells of %s when it comes, what it holds, how sure that is, and shows one", (name) => {
    const section = sections.get(name) ?? "";
    const { verified, experimental } = eventCatalog[name];
    expect(section).toMatch(
      /^\w+\n\n[A-Z].+\.\n\nTypeScript: `\w+Event`\. \*\*(Documented|Recorded|Inferred)\*\*/,
    );
    expect(section.includes("**Inferred** by analogy with")).toBe(!verified);
    expect(section.includes("**Experimental**")).toBe(experimental);
    expect(JSON.parse(section.match(/```json\n(.+?)\n```/s)?.[1] ?? "null")).toEqual(createEvent(name));
    for (const member of Object.keys(createEvent(name).data)) {
      expect(section).toContain(`\n| \`data.${member}\` | `);
    }
  });

  it("has links that are well-formed, and that lead to a heading or to the vendor", () => {
    const targets = [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, target = ""]) => target);
    const anchors = headings.map((heading) => `#${heading.toLowerCase().replaceAll(" ", "-")}`);
    expect(new Set(anchors).size).toBe(anchors.length);
    const vendor = /^https:\/\/docs\.developers\.optimizely\.com\/[\w/-]+$/;
    expect(targets.filter((target) => !anchors.includes(target) && !vendor.test(target))).toEqual([]);
    expect(targets.filter((target) => vendor.test(target))).toHaveLength(
      eventNames.filter((name) => sections.get(name)?.includes("The vendor's page")).length,
    );
    expect(
      anchors.filter((anchor) => /^#[a-z]+(_[a-z]+)+$/.test(anchor) && !targets.includes(anchor)),
    ).toEqual([]);
  });

  it("has tables in which every member has a type and a meaning", () => {
    const cells = rows.map((row) => row.slice(2, -2).split(/(?<!\\) \| /));
    expect(cells.filter((row) => row.length !== 4 || row.some((cell) => cell.trim() === ""))).toEqual([]);
    const presences = new Set(cells.map(([, , presence]) => presence));
    expect([...presences].sort()).toEqual(["always", "any key", "optional"]);
  });

  it("writes types as people do", () => {
    const types = new Set(rows.map((row) => row.split(" | ")[1]?.replace(/\[\w+\]\(#\w+\)/, "object")));
    expect([...types].sort()).toEqual([
      "any value",
      "array of any value",
      "array of object",
      "array of string",
      "boolean",
      "number",
      "number or null",
      "object",
      "object or null",
      "string",
      "string or null",
      "string or number",
    ]);
  });
});
