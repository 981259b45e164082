import { defineConfig } from "vitest/config";

// The proof under faults: minutes, not seconds, so that it is no part of `npm test`.
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    include: ["tests/faults/**/*.faults.ts"],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    // Most of them wait for other processes.
    maxWorkers: 3,
    env: { THOROUGH: process.env["THOROUGH"] ?? "1" },
    // Each run prints its figures in one line.
    disableConsoleIntercept: true,
  },
});
