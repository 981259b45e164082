/* Every contract of the package is imported and required by its public name, and is the file of the repository. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { readPacked, root } from "../support/packed.js";
import { mustRun } from "../support/run.js";
import { makeConsumer } from "../support/tools.js";

const folder = makeConsumer(inject("tools"), readPacked(inject("packed")));
const paths = ["asyncapi.json", ...readdirSync(join(root, "schemas")).map((file) => `schemas/${file}`)];
const names = paths.map((path) => `optimizely-cmp-webhooks/${path}`);
const expected = paths.map((path) =>
  JSON.parse(readFileSync(join(root, path.replace(/^asyncapi/, "schemas/asyncapi")), "utf8")),
);

test.each([
  [
    "imported.mjs",
    [
      ...names.map((name, index) => `import c${index} from "${name}" with { type: "json" };`),
      `console.log(JSON.stringify([${names.map((_, index) => `c${index}`).join(", ")}]));`,
    ].join("\n"),
  ],
  ["required.cjs", `console.log(JSON.stringify(${JSON.stringify(names)}.map((name) => require(name))));`],
])("%s has all contracts", async (file, text) => {
  writeFileSync(join(folder, file), text);
  const output = await mustRun(process.execPath, ["--no-warnings", file], folder);
  expect(JSON.parse(output)).toEqual(expected);
});
