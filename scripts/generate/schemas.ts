/*
 * Writes definitions as JSON Schema: an event as a schema of its own, and the dialects that the contracts are in.
 */
import { type Definition, type Definitions, definitionOf, type EventSource, targetOf } from "./source.js";

/** An object as it goes into a file. */
export type Json = Readonly<Record<string, unknown>>;

/** How a document refers to its definitions. */
export interface Dialect {
  /** The path of the definitions. */
  readonly folder: string;
  /** Whether a `$ref` may have other members beside it. If not, only the target has a description. */
  readonly hasNeighbours: boolean;
}

const draft2020: Dialect = { folder: "#/$defs/", hasNeighbours: true };

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
export function convert(definition: Definition, dialect = draft2020): Json {
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
  if ($ref && !dialect.hasNeighbours) return refer($ref, dialect);
  const known = valuesOfOpenEnum(definition);
  const inner = (part: Definition): Json => convert(part, dialect);
  return {
    ...(description && { description: markInferred(definition) }),
    ...commentOf(definition),
    ...typeOf(type),
    ...rest,
    ...($ref && refer($ref, dialect)),
    ...(properties && { properties: mapValues(properties, inner) }),
    ...(additionalProperties && { additionalProperties: inner(additionalProperties) }),
    ...(items && { items: inner(items) }),
    ...(known ? { type: "string", examples: known } : anyOf && { anyOf: anyOf.map(inner) }),
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

function refer($ref: string, { folder }: Dialect): Json {
  return { $ref: $ref.replace("#/definitions/", folder) };
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
