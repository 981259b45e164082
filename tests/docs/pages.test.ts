import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { groups, titleOf } from "../../site/.vitepress/pages.js";
import { linesOf, root } from "./blocks.js";

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

test("the README leads to every page, or to a page that does", () => {
  const targetsOf = (file: string): string[] =>
    [
      ...linesOf(file)
        .join("\n")
        .matchAll(/\]\(([^)#\s]+\.md)/g),
    ].map(([, target = ""]) => join(file, "..", target));
  const first = targetsOf("README.md");
  const reached = new Set([...first, ...first.filter((file) => pages.includes(file)).flatMap(targetsOf)]);
  expect(pages.filter((page) => !reached.has(page))).toEqual([]);
});
