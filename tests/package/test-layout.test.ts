/* No test is lost: each file has an ending that some step of .ci/run runs. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const tests = join(import.meta.dirname, "..");
const textOf = (path: string): string => readFileSync(join(tests, path), "utf8");
const files = readdirSync(tests, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".ts") && !/node_modules|^consumers|^runtimes.servers|^frameworks/.test(file),
);
const suites = files.filter((file) => /\.(test|slow|faults|inspector|browser)\.ts$/.test(file));

test.each([
  "npm ci && npm test",
  "test:slow",
  "test:faults",
  "test:inspector",
  "test:browser",
  "test:runtimes",
])(".ci/run runs %s", (command) => expect(textOf("../.ci/run")).toContain(command));

test("nothing gives up after the one second of vi.waitFor", () => {
  expect(files.filter((file) => /\bvi\.wait(For|Until)\((?![^;]*timeout)/.test(textOf(file)))).toEqual([]);
});

test("every file that has tests has the ending of those", () => {
  const others = files.filter(
    (file) => !suites.includes(file) && /^ *(test|it)(\.\w+)*\(/m.test(textOf(file)),
  );
  expect(others).toEqual([]);
});

test("a helper has no hooks of its own: in a process that runs many files it is loaded once", () => {
  const helpers = files.filter((file) => !suites.includes(file));
  expect(helpers.length).toBeGreaterThan(40);
  expect(helpers.filter((file) => /^(before|after)(Each|All)\(/m.test(textOf(file)))).toEqual([]);
});
