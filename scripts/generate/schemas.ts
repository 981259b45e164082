/*
 * Writes an event as a JSON Schema of its own, draft 2020-12.
 */
import { type Definition, type Definitions, definitionOf, type EventSource, targetOf } from "./source.js";

type Json = Readonly<Record<string, unknown>>;

/** The schema of one event, with the definitions that it reaches and no others. */
export function schemaOf(definitions: Definitions, event: EventSource): Json {
  const root = definitionOf(definitions, event.interfaceName);
  const reached = reachedFrom(definitions, root);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: event.interfaceName,
    ...convert(root),
    $defs: Object.fromEntries([...reached].map((name) => [name, convert(definitionOf(definitions, name))])),
  };
}

function reachedFrom(definitions: Definitions, from: Definition, reached = new Set<string>()): Set<string> {
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

/** Draft 7 to 2020-12. The tags become words, as a strict validator refuses keywords that it does not know. */
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
    description,
    ...rest
  } = definition;
  const known = valuesOfOpenEnum(definition);
  return {
    ...(description && { description: inferred ? `${description} Inferred ${inferred}.` : description }),
    ...commentOf(definition),
    ...rest,
    ...($ref && { $ref: $ref.replace("#/definitions/", "#/$defs/") }),
    ...(properties && { properties: mapValues(properties, convert) }),
    ...(additionalProperties && { additionalProperties: convert(additionalProperties) }),
    ...(items && { items: convert(items) }),
    ...(known ? { type: "string", examples: known } : anyOf && { anyOf: anyOf.map(convert) }),
  };
}

function commentOf({ see, experimental }: Definition): Json {
  const remarks = [
    ...(experimental ? ["Marked Experimental by the vendor."] : []),
    ...(see ? [`See ${see}`] : []),
  ];
  return remarks.length > 0 ? { $comment: remarks.join(" ") } : {};
}

/** The values of `"a" | "b" | (string & Record<never, never>)`, which are a hint and no limit. */
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
