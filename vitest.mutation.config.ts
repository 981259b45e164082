import { defineConfig } from "vitest/config";

// The tests that a mutation run repeats: of the source, and quick. `npm run mutation`; never in .ci/run.
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    include: ["secret", "receiver", "router", "http", "idempotency", "hosts", "property"].map(
      (folder) => `tests/${folder}/**/*.test.ts`,
    ),
    exclude: ["tests/idempotency/{redis,postgres,crash}*.test.ts"],
    testTimeout: 15_000,
  },
});
