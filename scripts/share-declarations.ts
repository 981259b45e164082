/*
 * Run after the build: the declarations of the ES modules become one line each, which leads to those of CommonJS.
 *
 * The two are equal to the letter, so this halves what is shipped; and a type that is imported is the same as the one
 * that is required. The other way round would not do: CommonJS may not lead to an ES module.
 */
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import manifest from "../package.json" with { type: "json" };

const entries = new Set(
  Object.values(manifest.exports).flatMap((entry) =>
    typeof entry === "string" ? [] : [entry.import.types.replace("./dist/", "")],
  ),
);

/** Shortens the declarations in a folder that tsup has written. */
export function shareDeclarations(dist: string): void {
  for (const file of readdirSync(dist).filter((name) => name.endsWith(".d.ts"))) {
    if (entries.has(file)) {
      writeFileSync(join(dist, file), `export * from "./${file.replace(/\.d\.ts$/, ".cjs")}";\n`);
    } else {
      rmSync(join(dist, file));
    }
  }
}

if (process.argv[1] === import.meta.filename) shareDeclarations(join(import.meta.dirname, "../dist"));
