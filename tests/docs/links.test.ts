import { existsSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";
import { linesOf, root } from "./blocks.js";

/** What people read, from the project's folder on. */
const documents = [
  ...readdirSync(root).filter((file) => file.endsWith(".md")),
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

test.each(documents)("every relative link of %s leads to a file, and to a heading of it", (document) => {
  const text = linesOf(document).join("\n");
  const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  const dead = targets
    .filter((target) => !/^[a-z]+:/i.test(target))
    .filter((target) => isDead(document, target));
  expect(dead).toEqual([]);
});

test.each([
  ["docs/architecture.md", 40],
  ["CONTRIBUTING.md", 15],
])("every file that %s names exists", (document, least) => {
  const text = linesOf(document).join("\n");
  const files = [...text.matchAll(/\b(?:src|tests|schemas|docs|scripts|examples)\/[\w./-]*\w/g)].map(String);
  expect(files.length).toBeGreaterThan(least);
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

function isDead(document: string, target: string): boolean {
  const [path = "", anchor] = target.split("#");
  const file = path === "" ? document : normalize(join(dirname(document), path));
  if (!existsSync(join(root, file))) return true;
  if (anchor === undefined || !file.endsWith(".md")) return false;
  return !linesOf(file)
    .filter((line) => /^#+ /.test(line))
    .map(slugOf)
    .includes(anchor);
}

/** What GitHub makes of a heading. */
function slugOf(line: string): string {
  return line
    .replace(/^#+ /, "")
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}
