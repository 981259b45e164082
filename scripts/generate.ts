/*
 * Writes schemas/<event_name>.json and src/generated/shapes.ts from the interfaces in src/events.
 * Run `npm run generate`: it formats what this writes.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { schemaOf } from "./generate/schemas.js";
import { writeShapes } from "./generate/shapes.js";
import { readEvents } from "./generate/source.js";

process.chdir(join(import.meta.dirname, ".."));

const source = readEvents();
const shapes = writeShapes(source);
const schemas = new Map(
  source.groups
    .flatMap(({ events }) => events)
    .map((event) => [`${event.name}.json`, JSON.stringify(schemaOf(source.definitions, event), null, 2)]),
);

mkdirSync("src/generated", { recursive: true });
writeFileSync("src/generated/shapes.ts", shapes);

mkdirSync("schemas", { recursive: true });
for (const file of readdirSync("schemas")) {
  if (!schemas.has(file)) rmSync(join("schemas", file));
}
for (const [file, text] of schemas) writeFileSync(join("schemas", file), `${text}\n`);

console.log(`${schemas.size} schemas and the run-time table are written.`);
