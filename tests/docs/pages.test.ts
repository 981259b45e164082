import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { groups, titleOf } from "../../site/.vitepress/pages.js";
import { linesOf, root } from "./blocks.js";
import { targetsOf } from "./links.js";

const pages = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".md"))
  .map((file) => `docs/${file}`);
const listed = groups.flatMap(({ files }) => files);

test("the index of the site has every page once, with a title of its own", () => {
  expect([...listed].sort()).toEqual(["README.md", ...pages].sort());
  const titles = listed.map(titleOf);
  expect(new Set(titles).size).toBe(titles.length);
});

test("every task has its page", () => {
  const tasks = [
    ...["getting-started", "secrets-and-rotation", "delivery", "long-work-and-queues", "idempotency"],
    ...[
      "observability",
      "troubleshooting",
      "deployment",
      "answering",
      "testing",
      "contracts",
      "compatibility",
    ],
    ...[
      "security",
      "scaling",
      "performance",
      "architecture",
      "upgrading",
      "events/index",
      "frameworks/lambda",
    ],
  ];
  expect(tasks.filter((task) => !pages.includes(`docs/${task}.md`))).toEqual([]);
});

test("the README leads to every page of a framework in one click", () => {
  const links = targetsOf("README.md", linesOf("README.md").join("\n"));
  const frameworks = pages.filter((page) => page.startsWith("docs/frameworks/"));
  expect(frameworks.length).toBeGreaterThan(20);
  expect(frameworks.filter((page) => !links.includes(page))).toEqual([]);
});

test("the README leads to every page, or to a page that does", () => {
  const linksOf = (file: string): string[] => targetsOf(file, linesOf(file).join("\n"));
  const first = linksOf("README.md");
  const reached = new Set([...first, ...first.filter((file) => pages.includes(file)).flatMap(linksOf)]);
  expect(pages.filter((page) => !reached.has(page))).toEqual([]);
});
