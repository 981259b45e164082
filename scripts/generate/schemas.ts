/*
 * Writes definitions as JSON Schema, draft 2020-12: an event as a schema of its own, and parts for others.
 */
import { type Definition, type Definitions, definitionOf, type EventSource, targetOf } from "./source.js";

/** An object as it goes into a file. */
export type Json = Readonly<Record<string, unknown>>;

/** The first members of every schema of this package. The `$id` has no host, so no validator fetches it. */
export function headOf(name: string): Json {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:optimizely-cmp-webhooks:${name}`,
  };
}

/** The schema of one event, with the definitions that it reaches and no others. */
export function schemaOf(definitions: Definitions, event: EventSource): Json {
  const root = definitionOf(definitions, event.interfaceName);
  return {
    ...headOf(event.name),
    title: event.interfaceName,
    ...convert(root),
    $defs: convertAll(definitions, reachedFrom(definitions, root)),
  };
}

/** Definitions by name. */
export function convertAll(definitions: Definitions, names: Iterable<string>): Json {
  return Object.fromEntries([...names].map((name) => [name, convert(definitionOf(definitions, name))]));
}

/** The names of the interfaces that a definition refers to, each after those that refer to it. */
export function reachedFrom(definitions: Definitions, from: Definition, reached = new Set<string>()) {
  const name = targetOf(from);
  if (name && !reached.has(name)) {
    reached.add(name);
    reachedFrom(definitions, definitionOf(definitions, name), reached);
  }
  for (const part of partsOf(from)) reachedFrom(definitions, part, reached);
  return reached;
}

function partsOf({ properties, additionalProperties, items, anyOf }: Definition): Definition[] {
  const single = [additionalProperties, items].filter((part) => part !== undefined);
  return [...Object.values(properties ?? {}), ...single, ...(anyOf ?? [])];
}

/** From draft 7. The tags become text, since a strict validator refuses unknown keywords. */
function convert(definition: Definition): Json {
  const {
    $ref,
    properties,
    additionalProperties,
    items,
    anyOf,
    see,
    experimental,
    inferred,
    key,
    description,
    type,
    ...rest
  } = definition;
  const known = valuesOfOpenEnum(definition);
  return {
    ...(description && { description: markInferred(definition) }),
    ...commentOf(definition),
    ...typeOf(type),
    ...rest,
    ...($ref && { $ref: $ref.replace("#/definitions/", "#/$defs/") }),
    ...(properties && { properties: mapValues(properties, convert) }),
    ...(additionalProperties && { additionalProperties: convert(additionalProperties) }),
    ...(items && { items: convert(items) }),
    ...(known ? { type: "string", examples: known } : anyOf && { anyOf: anyOf.map((part) => convert(part)) }),
  };
}

/** A union of types is written out, since strict validators admit `null` beside a type and nothing else. */
function typeOf(type: Definition["type"]): Json {
  const isUnion = Array.isArray(type) && !type.includes("null");
  return isUnion ? { anyOf: type.map((each) => ({ type: each })) } : type === undefined ? {} : { type };
}

/** The description, with a mark if it is inferred; for an event with the analogy too. */
export function markInferred({ description, inferred, properties }: Definition): string | undefined {
  return inferred ? `${description} ${properties ? `Inferred ${inferred}.` : "Inferred."}` : description;
}

function commentOf({ see, experimental }: Definition): Json {
  const remarks = [
    ...(experimental ? ["Marked Experimental by the vendor."] : []),
    ...(see ? [`See ${see}`] : []),
  ];
  return remarks.length > 0 ? { $comment: remarks.join(" ") } : {};
}

/** The known values of an open enum, `"a" | "b" | (string & Record<never, never>)`. */
export function valuesOfOpenEnum({ anyOf }: Definition): Definition["enum"] {
  const [any, known] = anyOf ?? [];
  return any?.type === "string" && anyOf?.length === 2 ? known?.enum : undefined;
}

function mapValues<In, Out>(
  record: Readonly<Record<string, In>>,
  map: (value: In) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
