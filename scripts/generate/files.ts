/*
 * All files that are generated, as path and text.
 */
import { schemaOfAll } from "./all-events.js";
import { asyncApiOf } from "./asyncapi.js";
import { catalogueOf } from "./catalogue.js";
import { writeKeys } from "./keys.js";
import { writeNames } from "./names.js";
import { compact, print } from "./print.js";
import { type Json, schemaOf } from "./schemas.js";
import { writeShapes } from "./shapes.js";
import { eventsIn, type Source } from "./source.js";

/** The files by path. The TypeScript files among them are not formatted yet. */
export function filesOf(source: Source, version: string): Map<string, string> {
  const contracts: readonly (readonly [string, Json])[] = [
    ...eventsIn(source).map((event) => [event.name, schemaOf(source.definitions, event)] as const),
    ["events", schemaOfAll(source)],
    ["asyncapi", asyncApiOf(source, version)],
  ];
  const taken = contracts.find(([name], index) => contracts.findIndex(([other]) => other === name) !== index);
  if (taken) throw new Error(`${taken[0]}: an event cannot have the name of another contract`);
  return new Map([
    ...contracts.map(
      ([name, contract]) => [`schemas/${name}.json`, `${print(contract, compact)}\n`] as const,
    ),
    ["src/generated/shapes.ts", writeShapes(source)],
    ["src/generated/keys.ts", writeKeys(source)],
    ["src/generated/names.ts", writeNames(source)],
    ...catalogueOf(source),
  ]);
}
