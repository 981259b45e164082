/*
 * Imports and requires every contract of the packed package by its public name. Wants a build:
 * `npx tsx scripts/checks/contracts.ts`.
 */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder, npm, Report, root, run } from "./shell.js";
import { packInto } from "./tarball.js";

const paths = ["asyncapi.json", ...readdirSync(join(root, "schemas")).map((file) => `schemas/${file}`)];

/** What a user writes, for every contract, and what it should have been given. */
const specifiers = paths.map((path) => `optimizely-cmp-webhooks/${path}`);
const files = paths.map((path) => join(root, path.replace(/^asyncapi/, "schemas/asyncapi")));

const comparison = `
const { deepStrictEqual } = require("node:assert");
const { readFileSync } = require("node:fs");
module.exports = (contracts) => {
  deepStrictEqual(contracts, ${JSON.stringify(files)}.map((file) => JSON.parse(readFileSync(file, "utf8"))));
};`;

const scripts = {
  "imported.mjs": [
    'import compare from "./compare.cjs";',
    ...specifiers.map((specifier, index) => `import c${index} from "${specifier}" with { type: "json" };`),
    `compare([${specifiers.map((_, index) => `c${index}`).join(", ")}]);`,
  ].join("\n"),
  "required.cjs": `require("./compare.cjs")(${JSON.stringify(specifiers)}.map((specifier) => require(specifier)));`,
};

const report = new Report();
inTemporaryFolder((folder) => {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
  writeFileSync(join(folder, "compare.cjs"), comparison);
  npm(["install", "--no-save", "--no-package-lock", packInto(folder).path], folder);
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), text);
    const { ok, output } = run(process.execPath, [name], folder);
    report.line(`${name}: ${specifiers.length} contracts`, ok ? "" : output);
  }
});
report.close();
