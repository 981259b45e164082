import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { transform } from "esbuild";
import type { Options } from "tsup";

type Plugin = NonNullable<Options["plugins"]>[number];

/** The program imports nothing by `require`, and nobody requires it. */
const program = /(^|\/)cli\.js$/;

/** Both in short lines: a line that throws is printed whole. */
const small = { minify: true, lineLimit: 120, target: "es2022" } as const;

/**
 * Minifies the program, whose names nobody sees. The library is left as it is: without its comments `@__PURE__` a bundler
 * cannot leave out what a user does not import. Imports of nothing go: no module here does anything when it is loaded.
 */
export const slim: Plugin = {
  name: "slim",
  async renderChunk(code, { path }) {
    const used = code.replace(/^import "\.\/chunk-\w+\.js";\n/gm, "");
    return program.test(path) ? await transform(used, { ...small, format: "esm" }) : { code: used };
  },
};

/** Writes each module of the library for `require` as well. The two are one program, so they have the same files. */
export const commonJs: Plugin = {
  name: "common-js",
  async buildEnd({ writtenFiles }) {
    const modules = writtenFiles.filter(({ name }) => name.endsWith(".js") && !program.test(name));
    for (const { name } of modules) {
      const { code } = await transform(readFileSync(name, "utf8"), {
        ...small,
        format: "cjs",
        platform: "node",
      });
      // The one import of a name that is known at run time only: minifying drops what tells bundlers so.
      const marked = code.replaceAll("import(", "import(/* webpackIgnore: true */ /* @vite-ignore */ ");
      writeFileSync(
        toCommonJs(name),
        modules.reduce((text, each) => redirect(text, each.name), marked),
      );
    }
  },
};

function redirect(code: string, module: string): string {
  const path = `./${basename(module)}`;
  return code.replaceAll(`require("${path}")`, `require("${toCommonJs(path)}")`);
}

function toCommonJs(path: string): string {
  return path.replace(/\.js$/, ".cjs");
}
