import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { frameworks } from "../frameworks/hosts.js";
import { fencesIn, linesOf, root } from "./blocks.js";

const examples = readdirSync(join(root, "examples/frameworks")).sort();

test("every example is run, and every one that is run has a folder", () => {
  expect(frameworks.map(({ name }) => name).sort()).toEqual(examples);
});

describe.each(frameworks)("$title", ({ name, file, isWeekly = false }) => {
  const page = `docs/frameworks/${name}.md`;

  test("its page shows the file that is run", () => {
    const code = readFileSync(join(root, "examples/frameworks", name, file), "utf8");
    const blocks = fencesIn(page, linesOf(page)).map((block) => `${block.code}\n`);
    expect(blocks).toContain(code);
  });

  test("its page and the table of hosts lead to one another", () => {
    expect(linesOf(page).join("\n")).toContain(`](../../examples/frameworks/${name}/${file})`);
    expect(linesOf("docs/hosts.md").join("\n")).toContain(`](frameworks/${name}.md)`);
  });

  test("it has exact versions, and a lock file if every run of CI installs it", () => {
    const folder = join(root, "examples/frameworks", name);
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(existsSync(join(folder, "package-lock.json"))).toBe(!isWeekly);
  });
});
