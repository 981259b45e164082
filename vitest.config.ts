import { defineConfig } from "vitest/config";

export default defineConfig({
  // The names of the entries lead to src, by the paths of tsconfig.json, so that no test needs a build.
  resolve: { tsconfigPaths: true },
  test: {
    include: ["tests/**/*.test.ts"],
    testTimeout: 15_000,
    maxWorkers: 2,
  },
});
