import { readFileSync, writeFileSync } from "node:fs";
import { parse, tokTypes } from "acorn";
import { type TransformOptions, transform } from "esbuild";
import type { Options } from "tsup";

type Plugin = NonNullable<Options["plugins"]>[number];

/** The program imports nothing by `require`, and nobody requires it. */
const program = /(^|\/)cli\.js$/;

/** Characters: a line that throws is printed whole. */
const lineLength = 120;

/** Behind these a line may end, whatever follows. */
const { comma, semi, braceL } = tokTypes;
const breakable: ReadonlySet<unknown> = new Set([comma, semi, braceL]);

/**
 * Minifies the program, whose names nobody sees. The library keeps its form: without its comments `@__PURE__` a bundler
 * cannot leave out what a user does not import. Its doc comments go, since the declarations have them, esbuild's names of
 * source files, which the package does not have, and imports of nothing: no module here does anything when it is loaded.
 * Lines are indented by tabs, which are half as many bytes.
 */
export const slim: Plugin = {
  name: "slim",
  async renderChunk(code, { path }) {
    const used = code.replace(/^import "\.\/[\w-]+\.js";\n/gm, "");
    return { code: program.test(path) ? await minify(used, { format: "esm" }) : withTabs(withoutDocs(used)) };
  },
};

function withoutDocs(code: string): string {
  const docs: string[] = [];
  let at = 0;
  parse(code, {
    ecmaVersion: "latest",
    sourceType: "module",
    onComment(isBlock, text, start, end) {
      if (!(isBlock ? text.startsWith("*") : text.startsWith(" src/"))) return;
      docs.push(code.slice(at, start).trimEnd());
      at = end;
    },
  });
  return docs.join("") + code.slice(at);
}

/** Lines within templates are text, and stay as they are. */
function withTabs(code: string): string {
  const texts: (readonly [start: number, end: number])[] = [];
  parse(code, {
    ecmaVersion: "latest",
    sourceType: "module",
    onToken({ type, start, end }) {
      if (type === tokTypes.template) texts.push([start, end]);
    },
  });
  return code.replace(/^(?: {2})+/gm, (blanks, at: number) =>
    texts.some(([start, end]) => start <= at && at < end) ? blanks : "\t".repeat(blanks.length / 2),
  );
}

/** Writes each module of the library for `require` as well. The two are one program, so they have the same files. */
export const commonJs: Plugin = {
  name: "common-js",
  async buildEnd({ writtenFiles }) {
    const modules = writtenFiles.filter(({ name }) => name.endsWith(".js") && !program.test(name));
    for (const { name } of modules) {
      const code = await minify(readFileSync(name, "utf8"), { format: "cjs", platform: "node" });
      // The one import of a name that is known at run time only: minifying drops what tells bundlers so.
      const marked = code.replaceAll("import(", "import(/* webpackIgnore: true */ /* @vite-ignore */ ");
      writeFileSync(toCommonJs(name), marked.replace(/(?<=\brequire\("\.\/[\w-]+\.)js(?="\))/g, "cjs"));
    }
  },
};

/**
 * In short lines. Not by esbuild's `lineLimit`, which breaks strings as well: a bundler that indents the lines would write
 * its blanks into them.
 */
async function minify(code: string, options: TransformOptions): Promise<string> {
  const { code: long } = await transform(code, { minify: true, target: "es2022", ...options });
  const breaks = [0];
  parse(long, {
    ecmaVersion: "latest",
    sourceType: options.format === "esm" ? "module" : "script",
    onToken({ type, end }) {
      if (breakable.has(type) && end - (breaks.at(-1) ?? 0) > lineLength) breaks.push(end);
    },
  });
  return breaks.map((at, index) => long.slice(at, breaks[index + 1])).join("\n");
}

function toCommonJs(path: string): string {
  return path.replace(/\.js$/, ".cjs");
}
