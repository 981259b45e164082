import { defineConfig, type Options } from "tsup";
import { commonJs, slim } from "./scripts/common-js.js";
import { coreFile } from "./scripts/core-file.js";
import { notices } from "./scripts/notices.js";

/*
 * The library is not minified: a bundle of one line prints itself whole when it throws, and without its comments
 * `@__PURE__` a bundler cannot leave out what a user does not import.
 */
const library: Options = {
  entry: {
    index: "src/index.ts",
    node: "src/adapters/node.ts",
    express: "src/adapters/express.ts",
    fastify: "src/adapters/fastify.ts",
    fetch: "src/adapters/fetch.ts",
    koa: "src/adapters/koa.ts",
    lambda: "src/adapters/lambda.ts",
    idempotency: "src/idempotency/memory-store.ts",
    "idempotency-redis": "src/idempotency/redis-store.ts",
    "idempotency-postgres": "src/idempotency/postgres-store.ts",
    client: "src/client/index.ts",
    content: "src/content/index.ts",
    opentelemetry: "src/opentelemetry/index.ts",
    testing: "src/testing/index.ts",
  },
  platform: "neutral",
  target: "es2022",
  tsconfig: "tsconfig.src.json",
  // The one dependency at run time is of a few lines: it is bundled, and users install nothing.
  noExternal: ["typescript-event-target"],
  // The entry opentelemetry imports the package by its name, and so takes the user's copy of the core.
  external: [/^optimizely-cmp-webhooks$/],
  esbuildPlugins: [notices],
};

/** What all entries need: a user's bundle has it once, and so has the package. */
const core: Options = {
  ...library,
  entry: { core: "scripts/core-modules.ts" },
  format: ["esm"],
  plugins: [slim, commonJs],
};

/** The program is one of the entries, so it runs the library that users import. */
const modules: Options = {
  ...library,
  entry: { ...library.entry, cli: "src/cli/main.ts" },
  format: ["esm"],
  esbuildPlugins: [notices, coreFile],
  splitting: true,
  plugins: [slim, commonJs],
};

/** The declarations are written for `require` and serve modules as well: see scripts/share-declarations.ts. */
const declarations: Options = { ...library, format: ["cjs"], dts: { only: true } };

/** The page of `listen --ui`: one script with all that it needs, style sheet included. */
const page: Options = {
  entry: { "inspector/page": "src/cli/inspector/page/app.tsx" },
  format: ["esm"],
  platform: "browser",
  target: "es2022",
  tsconfig: "tsconfig.page.json",
  noExternal: [/./],
  loader: { ".css": "text" },
  esbuildPlugins: [notices],
  splitting: false,
  minify: true,
  define: { "process.env.NODE_ENV": '"production"' },
};

export default defineConfig([core, modules, declarations, page]);
