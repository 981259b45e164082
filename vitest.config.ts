import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { packedEntries } from "./tests/support/packed-setup.js";

/** What users run in a terminal. */
const cli = ["tests/cli/**/*.test.ts"];

/** Tests of what a user imports: they take the package as it ships. */
const packed = [
  ...["client", "content", "examples", "hosts", "idempotency", "opentelemetry", "property", "testing"].map(
    (folder) => `tests/${folder}/**/*.test.ts`,
  ),
  ...["tests/docs/planted.test.ts", "tests/docs/recipes.test.ts", "tests/docs/package-links.test.ts"],
  ...["tests/package/exports.test.ts", "tests/package/readable.test.ts", "tests/package/size.test.ts"],
];

/** Loads, killed processes and compilers. Some files are in `npm test` as well, with less load: see thorough.ts. */
const slow = [
  "tests/**/*.slow.ts",
  ...["tests/testing/end-to-end.test.ts", "tests/testing/simulator-runs.test.ts", "tests/property/*.test.ts"],
  ...["tests/contracts/generator.test.ts", "tests/inspector/copy-as.test.ts", "tests/events/schemas.test.ts"],
  ...["tests/receiver/answered.test.ts", "tests/payload/validate.test.ts", "tests/http/body-pieces.test.ts"],
  "tests/examples/examples.test.ts",
];

/** All rows, and the largest loads. */
const thorough = { env: { THOROUGH: "1" }, testTimeout: 300_000 };

/** What compilers, bundlers and other tools make of the package. */
const tools = [
  ...["tests/package/contents.test.ts", "tests/package/contracts.test.ts", "tests/package/types.test.ts"],
  ...["tests/package/compile.test.ts", "tests/package/tools.test.ts", "tests/package/casts.test.ts"],
  "tests/package/asyncapi.test.ts",
];

/** The packed package on Node 20 to 26, Bun, Deno and workerd: a gigabyte to install. */
const runtimes = ["tests/runtimes/**/*.test.ts"];

/** A project whose tests import the packed package by its name. */
function onPackage(name: string, include: string[], options: object = {}): TestProjectInlineConfiguration {
  return {
    extends: true,
    plugins: [packedEntries],
    test: { name, include, globalSetup: "tests/support/packed-setup.ts", ...options },
  };
}

/** One process for all files of a worker: modules are loaded once. Tests leave nothing behind, or others fail. */
const shared = { isolate: false, setupFiles: "tests/support/platform.ts" };

// `npm test` runs "source", "packed" and "cli"; .ci/run runs all of them.
export default defineConfig({
  test: {
    // Ten times what the longest takes, for a busy machine.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Nothing is waited for by the clock: vitest would give up after a second.
    expect: { poll: { interval: 5, timeout: 25_000 } },
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        // The names of the entries lead to src, by the paths of tsconfig.json, so that these need no build.
        resolve: { tsconfigPaths: true },
        test: {
          name: "source",
          include: ["tests/**/*.test.ts"],
          exclude: [...cli, ...packed, ...tools, ...runtimes],
          ...shared,
        },
      },
      onPackage("packed", packed, {
        ...shared,
        globalSetup: ["tests/support/packed-setup.ts", "tests/support/postgres-setup.ts"],
      }),
      onPackage("cli", cli, shared),
      onPackage("slow", slow, thorough),
      onPackage("package", tools, { testTimeout: 300_000, maxConcurrency: 2 }),
      onPackage("runtimes", runtimes, { testTimeout: 60_000 }),
    ],
  },
});
