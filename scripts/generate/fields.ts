/*
 * Chooses the interfaces that have a table of their own in docs/events.
 */
import { FieldLister } from "../../src/cli/data/field-lister.js";
import { reachedFrom } from "./schemas.js";
import { type Definitions, definitionOf, eventsIn, type Source } from "./source.js";

/** Interfaces that several events share have a table of their own if they have so many members. */
const leastFields = 10;

/** Lists the members of all payloads. */
export function fieldListerOf(source: Source): FieldLister {
  const reached = eventsIn(source).map(({ interfaceName }) => [
    ...reachedFrom(source.definitions, definitionOf(source.definitions, interfaceName)),
  ]);
  const uses = new Map<string, number>();
  for (const name of reached.flat()) uses.set(name, (uses.get(name) ?? 0) + 1);
  const parts = [...uses].filter(([name, count]) => count > 1 && isLarge(source.definitions, name));
  return new FieldLister(
    source.definitions,
    parts.map(([name]) => name),
  );
}

/** Counts each interface once, so it ends for an interface that contains itself. */
function isLarge(definitions: Definitions, name: string): boolean {
  const definition = definitionOf(definitions, name);
  const within = new Set([name, ...reachedFrom(definitions, definition)]);
  const sizes = [...within].map(
    (each) => Object.keys(definitionOf(definitions, each).properties ?? {}).length,
  );
  return definition.type === "object" && sizes.reduce((sum, size) => sum + size, 0) >= leastFields;
}
