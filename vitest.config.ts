import { defineConfig } from "vitest/config";
import { packedEntries } from "./tests/support/packed-setup.js";

/** Tests of what a user imports or runs: they take the package as it ships. */
const packed = [
  ...["cli", "content", "hosts", "testing"].map((folder) => `tests/${folder}/**/*.test.ts`),
  ...["tests/docs/recipes.test.ts", "tests/opentelemetry/hosts.test.ts"],
  ...["tests/package/exports.test.ts", "tests/package/readable.test.ts", "tests/package/size.test.ts"],
];

/** What compilers, bundlers and other tools make of the package: minutes, so it is no part of `npm test`. */
const tools = [
  ...["tests/package/contents.test.ts", "tests/package/contracts.test.ts", "tests/package/types.test.ts"],
  ...["tests/package/compile.test.ts", "tests/package/tools.test.ts"],
];

/** The packed package on Node 20 to 26, Bun, Deno and workerd: a gigabyte to install. */
const runtimes = ["tests/runtimes/**/*.test.ts"];

export default defineConfig({
  test: {
    testTimeout: 15_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        plugins: [packedEntries],
        test: {
          name: "packed",
          include: packed,
          globalSetup: "tests/support/packed-setup.ts",
        },
      },
      {
        extends: true,
        test: {
          name: "package",
          include: tools,
          globalSetup: "tests/support/packed-setup.ts",
          testTimeout: 300_000,
          maxConcurrency: 2,
        },
      },
      {
        extends: true,
        plugins: [packedEntries],
        test: {
          name: "runtimes",
          include: runtimes,
          globalSetup: "tests/support/packed-setup.ts",
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        // The names of the entries lead to src, by the paths of tsconfig.json, so that these need no build.
        resolve: { tsconfigPaths: true },
        test: {
          name: "source",
          include: ["tests/**/*.test.ts"],
          exclude: [...packed, ...tools, ...runtimes],
        },
      },
    ],
  },
});
