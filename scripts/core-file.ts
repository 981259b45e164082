import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Plugin } from "esbuild";

// tsup runs at the root of the project, and bundles this file with its settings: `import.meta.dirname` is not this folder.
const list = resolve("scripts/core-modules.ts");
const lines = readFileSync(list, "utf8").matchAll(/^export \* from "(.+)";$/gm);
const modules: ReadonlySet<string> = new Set(
  Array.from(lines, ([, path = ""]) => moduleAt(dirname(list), path)),
);

/**
 * Leads all entries to `core.js` for the modules that are built into it. By itself esbuild makes a file for each set of
 * entries that share a module, and Node takes about a millisecond for each file that it imports.
 */
export const coreFile: Plugin = {
  name: "core-file",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) =>
      modules.has(moduleAt(resolveDir, path)) ? { path: "./core.js", external: true } : undefined,
    );
  },
};

function moduleAt(folder: string, path: string): string {
  return resolve(folder, path.replace(/\.js$/, ".ts"));
}
