import { defineConfig } from "vitest/config";

// The proof under faults: minutes, not seconds, so that it is no part of `npm test`.
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    include: ["tests/faults/**/*.faults.ts"],
    testTimeout: 180_000,
    maxWorkers: 2,
    // Each run prints its figures in one line.
    disableConsoleIntercept: true,
  },
});
