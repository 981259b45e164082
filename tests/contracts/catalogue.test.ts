/*
 * docs/events: that nothing is missing, that no page is long, and that its links lead somewhere.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { eventCatalog, eventNames } from "optimizely-cmp-webhooks";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { describe, expect, it } from "vitest";
import { root, textOf } from "./contracts.js";

const pages = new Map(
  readdirSync(join(root, "docs/events")).map((file) => [file, textOf(`docs/events/${file}`)]),
);
const index = pages.get("index.md") ?? "";
const headings = [...pages].flatMap(([file, text]) =>
  [...text.matchAll(/^## (.+)$/gm)].map(([, heading = ""]) => ({ file, heading })),
);
/** The text from a heading of the second level to the next. */
const sections = new Map(
  [...pages.values()]
    .flatMap((text) => text.split(/^## /m).slice(1))
    .map((section) => [section.split("\n", 1)[0], section]),
);
const rows = [...pages.values()].flatMap((text) => text.split("\n").filter((line) => line.startsWith("| `")));

describe("docs/events", () => {
  it("has every event once", () => {
    const events = headings.map(({ heading }) => heading).filter((name) => Object.hasOwn(eventCatalog, name));
    expect(events.sort()).toEqual([...eventNames].sort());
  });

  it("lists every event in its group, and leads to its heading", () => {
    const groups = [...new Set(eventNames.map((name) => eventCatalog[name].group))];
    expect(index.match(/(?<=^\*\*)[^*]+(?=\*\*$)/gm)).toEqual([...groups, "Parts that several events share"]);
    const links = [...index.matchAll(/^- \[(\w+)\]\(([\w-]+\.md)#(\w+)\)/gm)].map(([, ...link]) => link);
    const expected = eventNames.map((name) => {
      const file = headings.find(({ heading }) => heading === name)?.file;
      return [name, file, name];
    });
    expect(links).toEqual(expected);
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

  it("has pages of a few screens, besides the folded samples", () => {
    const lengths = [...pages].map(([file, text]) => {
      const visible = text.replaceAll(/<details>[\s\S]*?<\/details>/g, "");
      return { file, lines: visible.split("\n").length };
    });
    expect(lengths.filter(({ lines }) => lines > 200)).toEqual([]);
  });

  it("has links that lead to a heading or to the vendor", () => {
    const anchors = headings.map(({ file, heading }) => `${file}#${heading.toLowerCase()}`);
    expect(new Set(headings.map(({ heading }) => heading.toLowerCase())).size).toBe(anchors.length);
    const vendor = /^https:\/\/docs\.developers\.optimizely\.com\/[\w/-]+$/;
    const dead = [...pages].flatMap(([file, text]) =>
      [...text.matchAll(/\]\(([^)]*)\)/g)]
        .map(([, target = ""]) => (target.startsWith("#") ? file + target : target))
        .filter((target) => target !== "index.md" && !anchors.includes(target) && !vendor.test(target)),
    );
    expect(dead).toEqual([]);
  });

  it("has tables in which every member has a type and a meaning", () => {
    const cells = rows.map((row) => row.slice(2, -2).split(/(?<!\\) \| /));
    expect(cells.filter((row) => row.length !== 4 || row.some((cell) => cell.trim() === ""))).toEqual([]);
    const presences = new Set(cells.map(([, , presence]) => presence));
    expect([...presences].sort()).toEqual(["always", "any key", "optional"]);
  });

  it("writes types as people do", () => {
    const types = new Set(
      rows.map((row) => row.split(" | ")[1]?.replace(/\[\w+\]\((parts\.md)?#\w+\)/, "object")),
    );
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
