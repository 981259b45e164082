import { defineConfig } from "vitest/config";

// The tests that a mutation run repeats for each mutant: of the source, and quick. `npm run mutation`; never in .ci/run.
const folders = ["secret", "receiver", "router", "http", "idempotency", "hosts", "property"];
const quick = folders.map((folder) => `tests/${folder}/**/*.test.ts`);

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    // A part is measured with the tests that reach it alone: a list of patterns with blanks between them.
    include: process.env["MUTATION_TESTS"]?.split(" ") ?? quick,
    // They start databases, or measure the heap.
    exclude: [
      "tests/idempotency/{redis,postgres,crash,load,within}*.test.ts",
      "tests/http/body-held.test.ts",
    ],
    testTimeout: 15_000,
    // To start a thread for each file takes most of the time of a mutant.
    isolate: false,
  },
});
