import { defineConfig } from "tsup";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    node: "src/adapters/node.ts",
    express: "src/adapters/express.ts",
    fastify: "src/adapters/fastify.ts",
    fetch: "src/adapters/fetch.ts",
  },
  format: ["esm", "cjs"],
  platform: "neutral",
  target: "es2022",
  tsconfig: "tsconfig.src.json",
  // The one dependency at run time is of a few lines: it is bundled, and users install nothing.
  noExternal: ["typescript-event-target"],
  splitting: false,
  dts: true,
  clean: true,
});
