import { defineConfig } from "vitest/config";

// The tests that a mutation run repeats for each mutant: of the source, and quick. `npm run mutation`; never in .ci/run.
const folders = ["secret", "receiver", "router", "http", "idempotency", "hosts", "property"];
const quick = folders.map((folder) => `tests/${folder}/**/*.test.ts`);

const chosen = process.env["MUTATION_TESTS"]?.split(" ");

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    // A part is measured with the tests that reach it alone: a list of patterns with blanks between them.
    include: chosen ?? quick,
    // They start databases, or measure the heap: only where they are asked for.
    exclude: chosen ? [] : ["tests/idempotency/{redis,postgres,crash,load,within}*.test.ts"],
    // In milliseconds. A mutant that answers nothing ends with it: as short as the machine allows saves hours.
    testTimeout: Number(process.env["MUTATION_TIMEOUT"] ?? 15_000),
    // To start a thread for each file takes most of the time of a mutant.
    isolate: false,
  },
});
