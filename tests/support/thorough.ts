/**
 * Whether to try all that there is time for: larger loads in `npm run test:slow` and `npm run test:faults`, and with
 * `THOROUGH=1 npm run test:package` each compiler under each way to resolve modules. .ci/run takes less of the last two
 * (`THOROUGH=0`), and .github/workflows/weekly.yml all.
 */
export const isThorough: boolean = process.env["THOROUGH"] === "1";

/** How many runs a property gets: a quarter of those of a thorough run, at least 25. */
export function runs(count: number): { readonly numRuns: number } {
  return { numRuns: isThorough ? count : Math.max(25, Math.ceil(count / 4)) };
}
