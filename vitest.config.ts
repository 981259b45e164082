import { defineConfig } from "vitest/config";
import { packedEntries } from "./tests/support/packed-setup.js";

/** Tests of what a user imports or runs: they take the package as it ships. */
const packed = [
  ...["tests/cli/**/*.test.ts", "tests/testing/**/*.test.ts", "tests/hosts/**/*.test.ts"],
  ...["tests/package/exports.test.ts", "tests/package/readable.test.ts", "tests/package/size.test.ts"],
];

export default defineConfig({
  test: {
    testTimeout: 15_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        plugins: [packedEntries],
        test: { name: "packed", include: packed, globalSetup: "tests/support/packed-setup.ts" },
      },
      {
        extends: true,
        // The names of the entries lead to src, by the paths of tsconfig.json, so that these need no build.
        resolve: { tsconfigPaths: true },
        test: { name: "source", include: ["tests/**/*.test.ts"], exclude: packed },
      },
    ],
  },
});
