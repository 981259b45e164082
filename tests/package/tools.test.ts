/* What a consumer's bundlers and test runners make of the packed package: one small program, built or run by each. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { expect, inject, test } from "vitest";
import { readPacked, root } from "../support/packed.js";
import { mustRun, run } from "../support/run.js";
import { makeConsumer } from "../support/tools.js";

const tools = inject("tools");
const consumer = makeConsumer(tools, readPacked(inject("packed")));
const source = join(root, "tests/consumers/tools");
const expected = "200 200 401, handled t1";

/** What is run by Node, one after the other, in a folder of its own; the last one prints what `receive` returns. */
type Steps = readonly (readonly string[])[];

const bin = (path: string): string => join(tools, "node_modules", path);
const tsc = bin("typescript59/bin/tsc");
const tsx = bin("tsx/dist/cli.mjs");

const programs: readonly (readonly [name: string, type: "module" | "commonjs", steps: Steps])[] = [
  ["Node, import", "module", [["main.mjs"]]],
  ["Node, require", "commonjs", [["main.cjs"]]],
  ["TypeScript, ES modules", "module", [[tsc], ["out/main.js"]]],
  ["TypeScript, CommonJS", "commonjs", [[tsc], ["out/main.js"]]],
  ["tsx, ES modules", "module", [[tsx, "main.ts"]]],
  ["tsx, CommonJS", "commonjs", [[tsx, "main.ts"]]],
  ["esbuild, ES modules", "module", [["esbuild.mjs"], ["out/esm.mjs"]]],
  ["esbuild, CommonJS", "module", [["esbuild.mjs"], ["out/cjs.cjs"]]],
  ["rollup, ES modules", "module", [["rollup.mjs"], ["out/esm.mjs"]]],
  ["rollup, CommonJS", "module", [["rollup.mjs"], ["out/cjs.cjs"]]],
  ["webpack, ES modules", "module", [["webpack.mjs"], ["out/esm.cjs"]]],
  ["webpack, CommonJS", "module", [["webpack.mjs"], ["out/cjs.cjs"]]],
  ["Vite, server-side", "module", [["vite.mjs"], ["out/esm.mjs"]]],
];

test.each(programs)("%s: the package receives", async (name, type, steps) => {
  const folder = makeFolder(name, type);
  let output = "";
  for (const step of steps) output = await mustRun(process.execPath, step, folder);
  expect(output.trim().split("\n").at(-1)).toBe(expected);
});

const jest = [bin("jest/bin/jest.js"), "--no-cache", "--watchman=false", "--env", "node"];
const modules = ["--experimental-vm-modules", "--no-warnings"];

/** A test runner, what Node runs, and what the runner prints when its one test passed. */
const runners: readonly (readonly [name: string, args: readonly string[], passed: RegExp])[] = [
  ["Jest, CommonJS", [...jest, "jest.test.cjs"], /Tests: +1 passed, 1 total/],
  ["Jest, ES modules", [...modules, ...jest, "jest.test.mjs"], /Tests: +1 passed, 1 total/],
  ["Jest, jsdom", [...jest.slice(0, -1), "jsdom", "jsdom.test.cjs"], /Tests: +1 passed, 1 total/],
  ["Vitest", [bin("vitest/vitest.mjs"), "run", "vitest.test.mjs"], /Tests +1 passed/],
  ["node:test, ES modules", ["--test", "node.test.mjs"], /pass 1\n/],
  ["node:test, CommonJS", ["--test", "node.test.cjs"], /pass 1\n/],
];

test.each(runners)("%s: the package receives", async (name, args, passed) => {
  const folder = makeFolder(name, "module");
  const { code, output } = await run(process.execPath, args, folder, environment());
  expect(code, output).toBe(0);
  expect(output).toMatch(passed);
});

test("an imported and a required copy work together", async () => {
  const folder = makeFolder("mixed", "module");
  cpSync(join(root, "tests/consumers/run"), folder, { recursive: true });
  for (const file of ["smoke.mjs", "smoke.cjs", "mixed.mjs"]) {
    await mustRun(process.execPath, ["--throw-deprecation", file], folder);
  }
});

/** Without what this runner has set for itself. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_|JEST_|TEST$)/.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: "1" };
}

function makeFolder(name: string, type: "module" | "commonjs"): string {
  const folder = join(consumer, name.replaceAll(/\W+/g, "-"));
  mkdirSync(folder);
  cpSync(source, folder, { recursive: true });
  const text = readFileSync(join(source, "receive.ts"), "utf8");
  for (const [file, format] of [
    ["receive.mjs", "esm"],
    ["receive.cjs", "cjs"],
  ] as const) {
    writeFileSync(join(folder, file), transformSync(text, { loader: "ts", format }).code);
  }
  const testMatch = ["**/*.test.?js"];
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ private: true, type, jest: { transform: {}, testMatch } }),
  );
  const compilerOptions = {
    module: "NodeNext",
    target: "ES2022",
    strict: true,
    outDir: "out",
    types: ["node"],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["main.ts"] }));
  return folder;
}
