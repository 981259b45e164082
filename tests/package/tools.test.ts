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

/** What is run by Node in a folder of its own: first what builds, then the programs that were built. */
interface Program {
  readonly name: string;
  readonly type: "module" | "commonjs";
  readonly build?: readonly string[];
  readonly programs: readonly (readonly string[])[];
}

const bin = (path: string): string => join(tools, "node_modules", path);
const tsc = bin("typescript59/bin/tsc");
const tsx = bin("tsx/dist/cli.mjs");
const both = [["out/esm.mjs"], ["out/cjs.cjs"]];

const programs: readonly Program[] = [
  { name: "Node, import", type: "module", programs: [["main.mjs"]] },
  { name: "Node, require", type: "commonjs", programs: [["main.cjs"]] },
  { name: "TypeScript, ES modules", type: "module", build: [tsc], programs: [["out/main.js"]] },
  { name: "TypeScript, CommonJS", type: "commonjs", build: [tsc], programs: [["out/main.js"]] },
  { name: "tsx, ES modules", type: "module", programs: [[tsx, "main.ts"]] },
  { name: "tsx, CommonJS", type: "commonjs", programs: [[tsx, "main.ts"]] },
  { name: "esbuild", type: "module", build: ["esbuild.mjs"], programs: both },
  { name: "rollup", type: "module", build: ["rollup.mjs"], programs: both },
  { name: "webpack", type: "module", build: ["webpack.mjs"], programs: [["out/esm.cjs"], ["out/cjs.cjs"]] },
  { name: "Vite, server-side", type: "module", build: ["vite.mjs"], programs: [["out/esm.mjs"]] },
];

test.concurrent.each(programs)("$name: the package receives", async ({ name, type, build, programs }) => {
  const folder = makeFolder(name, type);
  if (build !== undefined) await mustRun(process.execPath, build, folder);
  for (const program of programs) {
    const output = await mustRun(process.execPath, program, folder);
    // A refusal is logged beside it, on the other stream.
    expect(output.trim().split("\n"), program.join(" ")).toContain(expected);
  }
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

test.concurrent.each(runners)("%s: the package receives", async (name, args, passed) => {
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
    lib: ["ES2022"],
    types: ["node"],
    strict: true,
    // What compilers make of the declarations is in compile.test.ts.
    skipLibCheck: true,
    outDir: "out",
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["main.ts"] }));
  return folder;
}
