import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { frameworks } from "../frameworks/hosts.js";
import { fencesIn, linesOf, root } from "./blocks.js";

const examples = readdirSync(join(root, "examples/frameworks")).sort();

test("every example is run, and every one that is run has a folder", () => {
  expect([...new Set(frameworks.map(({ name }) => name))].sort()).toEqual(examples);
});

describe.each(frameworks)("$title", ({ name, file, dependencies, variants = [], isWeekly = false }) => {
  const page = `docs/frameworks/${name}.md`;

  test("its page shows the file that is run", () => {
    const code = readFileSync(join(root, "examples/frameworks", name, file), "utf8");
    const blocks = fencesIn(page, linesOf(page)).map((block) => `${block.code}\n`);
    expect(blocks).toContain(code);
  });

  test("its page shows the lines of the variants that it recommends", () => {
    const page = linesOf(`docs/frameworks/${name}.md`).join("\n");
    const lines = variants
      .filter(({ isOnPage }) => isOnPage)
      .flatMap(({ replace }) => replace.flatMap(([, to]) => to.split("\n")));
    expect(lines.filter((line) => !page.includes(line))).toEqual([]);
  });

  test("its page installs what starts the file, and says where the folder must be one of modules", () => {
    const commands = fencesIn(page, linesOf(page)).filter(({ language }) => language === "sh");
    const text = commands.map(({ code }) => code).join("\n");
    if (/ npx tsx /.test(text)) expect(text).toMatch(/^npm install --save-dev tsx /m);
    // `tsx` makes CommonJS of a `.ts` file in a folder that is not one of modules: there, `await` is a fault of syntax.
    const code = readFileSync(join(root, "examples/frameworks", name, file), "utf8");
    const isModule =
      / npx functions-framework /.test(text) || (/ npx tsx /.test(text) && /^await /m.test(code));
    if (isModule) expect(text).toContain("npm pkg set type=module");
  });

  test("its page and the table of hosts lead to one another", () => {
    expect(linesOf(page).join("\n")).toContain(`](../../examples/frameworks/${name}/${file})`);
    expect(linesOf("docs/hosts.md").join("\n")).toContain(`](frameworks/${name}.md)`);
  });

  test("it has exact versions, and a lock file if every run of CI installs it", () => {
    const folder = join(root, "examples/frameworks", name);
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    for (const version of Object.values({ ...manifest.dependencies, ...dependencies }))
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(existsSync(join(folder, "package-lock.json"))).toBe(!isWeekly);
  });
});
