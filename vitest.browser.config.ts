import { defineConfig } from "vitest/config";

// What needs a browser (Debian's chromium, or that of $CHROMIUM), so that it is no part of `npm test`.
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: { include: ["tests/browser/**/*.browser.ts"], testTimeout: 120_000, hookTimeout: 120_000 },
});
