/*
 * Run after the build: the declarations of an ES module are one line that leads to those of CommonJS.
 *
 * The two would be equal to the letter, so this halves what is shipped; and a type that is imported is the same as the
 * one that is required. The other way round would not do: CommonJS may not lead to an ES module.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import manifest from "../package.json" with { type: "json" };

/** Writes the declarations of ES modules into a folder that tsup has written, and those of CommonJS with tabs: smaller. */
export function shareDeclarations(dist: string): void {
  for (const file of readdirSync(dist).filter((name) => name.endsWith(".d.cts"))) {
    const text = readFileSync(join(dist, file), "utf8");
    const tabbed = text.replace(/^( {4})+/gm, (blanks) => "\t".repeat(blanks.length / 4));
    writeFileSync(join(dist, file), tabbed);
  }
  for (const entry of Object.values(manifest.exports)) {
    if (typeof entry === "string") continue;
    const name = entry.import.types.replace("./dist/", "");
    writeFileSync(join(dist, name), `export * from "./${name.replace(/\.d\.ts$/, ".cjs")}";\n`);
  }
}
