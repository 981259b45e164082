/*
 * Writes schemas/, src/generated and docs/events from the interfaces in src/events.
 * Run `npm run generate`: it formats what this writes.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import manifest from "../package.json" with { type: "json" };
import { filesOf } from "./generate/files.js";
import { readEvents } from "./generate/source.js";

process.chdir(join(import.meta.dirname, ".."));

const files = filesOf(readEvents(), manifest.version);

for (const path of files.keys()) mkdirSync(dirname(path), { recursive: true });
for (const folder of ["schemas", "docs/events"]) {
  for (const file of readdirSync(folder)) {
    if (!files.has(`${folder}/${file}`)) rmSync(join(folder, file));
  }
}
for (const [path, text] of files) writeFileSync(path, text);

console.log(`${files.size} files are written: schemas, the run-time tables and docs/events.`);
