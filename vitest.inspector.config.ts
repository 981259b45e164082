import { defineConfig } from "vitest/config";
import { packedEntries } from "./tests/support/packed-setup.js";

// The page of `listen --ui`, as it ships, in a Chromium from Debian: `apt-get install chromium`.
export default defineConfig({
  plugins: [packedEntries],
  test: {
    include: ["tests/inspector/**/*.inspector.ts"],
    globalSetup: "tests/support/packed-setup.ts",
    testTimeout: 60_000,
    expect: { poll: { timeout: 50_000 } },
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
