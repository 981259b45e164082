/*
 * Consumers of the packed package compile: with each compiler from the oldest supported one to the newest, under each
 * way to resolve modules, with and without the types of a platform, and with the declarations of the package checked.
 */
import { copyFileSync, cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { readPacked, root } from "../support/packed.js";
import { run } from "../support/run.js";
import { isThorough } from "../support/thorough.js";
import { makeConsumer } from "../support/tools.js";

const tools = inject("tools");
const folder = prepare();

/** One run of a compiler. */
interface Setting {
  readonly resolution: keyof typeof resolutions;
  /** What the compiler knows of the platform. */
  readonly lib: readonly string[];
  readonly types: readonly string[];
  readonly files: readonly string[];
  /** Declarations of the hosts need the DOM library, which the file does without. */
  readonly skipLibCheck?: true;
  /** All of them unless it says. */
  readonly compilers?: readonly string[];
}

const resolutions = {
  node10: { module: "CommonJS", moduleResolution: "node10" },
  node16: { module: "Node16", moduleResolution: "Node16" },
  nodenext: { module: "NodeNext", moduleResolution: "NodeNext" },
  bundler: { module: "preserve", moduleResolution: "Bundler" },
} as const;

const es = ["ES2022"];
const dom = ["ES2022", "DOM"];
const node = ["node"];
const surface = ["surface.mts", "surface.cts", "required.cts"];
const bare = ["bare.mts", "bare.cts", "required.cts"];

const settings: Readonly<Record<string, Setting>> = {
  "node10, Node": { resolution: "node10", lib: es, types: node, files: ["surface.ts", "required.cts"] },
  "node10, no platform": { resolution: "node10", lib: es, types: [], files: ["bare.ts"] },
  "node16, Node": { resolution: "node16", lib: es, types: node, files: surface },
  "nodenext, Node": { resolution: "nodenext", lib: es, types: node, files: surface },
  "nodenext, Node and DOM": { resolution: "nodenext", lib: dom, types: node, files: surface },
  "nodenext, no platform": { resolution: "nodenext", lib: es, types: [], files: bare },
  "nodenext, real hosts": {
    resolution: "nodenext",
    lib: es,
    types: node,
    files: ["hosts.mts", "hosts.cts", "koa-lambda.mts", "koa-lambda.cts"],
  },
  "bundler, Node": { resolution: "bundler", lib: es, types: node, files: surface },
  "bundler, DOM alone": { resolution: "bundler", lib: dom, types: [], files: ["worker.mts"] },
  "bundler, Workers": {
    resolution: "bundler",
    lib: es,
    types: ["@cloudflare/workers-types"],
    files: ["workers-types.mts"],
  },
  "bundler, Workers by types of version 4": {
    resolution: "bundler",
    lib: es,
    types: ["@cloudflare/workers-types4"],
    files: ["workers-types.mts"],
  },
  "nodenext, fetch frameworks": {
    ...{ resolution: "nodenext", lib: es, types: node, files: ["fetch-frameworks.mts"] },
    ...{ skipLibCheck: true, compilers: ["typescript59", "typescript7"] },
  },
  "nodenext, Bun": {
    ...{ resolution: "nodenext", lib: es, types: ["bun"], files: ["bun.mts"] },
    ...{ skipLibCheck: true, compilers: ["typescript59", "typescript7"] },
  },
  "bundler, no platform": { resolution: "bundler", lib: es, types: [], files: bare },
};

/** Unless all is tried: the oldest compiler and the one in use each way to resolve once, and the newest, which is quick, all. */
const often: Readonly<Record<string, readonly string[]>> = {
  typescript54: ["node10, Node", "node16, Node", "nodenext, Node", "bundler, Node"],
  typescript59: ["node10, Node", "node16, Node", "nodenext, Node", "bundler, Node"],
  typescript6: [],
  typescript7: Object.keys(settings),
};

const compilers = ["typescript54", "typescript59", "typescript6", "typescript7"] as const;

const strictest = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  target: "ES2022",
  // A declaration file must be able to name everything that a consumer exports.
  declaration: true,
  emitDeclarationOnly: true,
  outDir: "out",
  rootDir: ".",
};

const rows = compilers.flatMap((compiler) =>
  Object.entries(settings)
    .filter(([, setting]) => (setting.compilers ?? compilers).includes(compiler))
    .map(([name, setting]) => ({ compiler, name, setting })),
);

// TypeScript 7 has no node10 any more: what it says to that is checked below.
const possible = rows.filter(
  ({ compiler, setting }) => compiler !== "typescript7" || setting.resolution !== "node10",
);
const tried = possible.filter(({ compiler, name }) => isThorough || often[compiler]?.includes(name));

test("every compiler that is tried has rows", () => {
  expect(possible.length).toBeGreaterThan(45);
  expect(tried.length).toBeGreaterThan(15);
});

test.concurrent.each(tried)("$compiler, $name", async ({ compiler, setting }) => {
  const { code, output } = await compile(compiler, setting);
  expect(code, output.slice(0, 4_000)).toBe(0);
});

test("TypeScript 7 has removed node10", async () => {
  const { code, output } = await compile("typescript7", {
    resolution: "node10",
    lib: es,
    types: node,
    files: ["surface.ts"],
  });
  expect(code).not.toBe(0);
  expect(output).toMatch(/node10/);
});

async function compile(compiler: (typeof compilers)[number], setting: Setting) {
  const { resolution, lib, types, files, skipLibCheck = false } = setting;
  const compilerOptions = {
    ...strictest,
    skipLibCheck,
    ...resolutions[resolution],
    ...(compiler === "typescript6" && resolution === "node10" ? { ignoreDeprecations: "6.0" } : {}),
    lib,
    types,
  };
  const tsconfig = `tsconfig.${compiler}.${Object.values(settings).indexOf(setting)}.json`;
  writeFileSync(join(folder, tsconfig), JSON.stringify({ compilerOptions, files }));
  const path = join(tools, "node_modules", compiler);
  // The newest compiler is quick, and checks the declarations of the platform and of the hosts as well.
  const isWhole = isThorough || compiler === "typescript7";
  const args = isWhole
    ? [join(path, "bin/tsc"), "-p", tsconfig]
    : [join(root, "tests/consumers/compile.cjs"), path, tsconfig];
  return run(process.execPath, args, folder);
}

/** Each consumer as ESM, as CommonJS and as what the nearest package.json says. */
function prepare(): string {
  const made = makeConsumer(tools, readPacked(inject("packed")));
  const consumers = join(root, "tests/consumers/types");
  cpSync(consumers, made, { recursive: true });
  mkdirSync(join(made, "out"));
  writeFileSync(join(made, "package.json"), '{ "private": true }');
  for (const file of readdirSync(consumers).filter((name) => name !== "assert.ts" && name.endsWith(".ts"))) {
    for (const extension of [".mts", ".cts"]) {
      copyFileSync(join(consumers, file), join(made, file.replace(".ts", extension)));
    }
  }
  return made;
}
