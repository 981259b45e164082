/*
 * Writes schemas/events.json: all events as one schema that needs no other file, and the payloads of asyncapi.json.
 */
import { convertAll, headOf, type Json, reachedFrom } from "./schemas.js";
import { type Definitions, definitionOf, eventsIn, type Source } from "./source.js";

const description =
  "Any event that this version knows. event_name tells them apart, so a name that is not listed is refused. CMP may add events without notice: to let those pass as well, validate against #/$defs/AnyEvent, and acknowledge what you do not know.";

/** The schema of all events. */
export function schemaOfAll(source: Source): Json {
  const events = eventsIn(source);
  const names = events.map(({ name }) => name);
  const definitions = convertAll(source.definitions, interfacesOf(source));
  // A title stays where a tool puts the definition in the place of the reference, as those of AsyncAPI do.
  const titled = events.map(({ interfaceName: title }) => [title, { title, ...Object(definitions[title]) }]);
  return {
    ...headOf("events"),
    title: "CmpEvent",
    description,
    type: "object",
    required: ["event_name", "data"],
    // Repeated here, so that a validator that reports all errors reports an unknown name as unknown.
    properties: {
      event_name: { description: "Which event this is.", type: "string", enum: names },
      data: { description: "What the event tells, by its name.", type: "object" },
    },
    oneOf: events.map(({ interfaceName }) => ({ $ref: `#/$defs/${interfaceName}` })),
    $defs: {
      AnyEvent: {
        description: "An event that this version knows, as it must be, or one that it does not know.",
        anyOf: [{ $ref: "#" }, { $ref: "#/$defs/UnknownEvent" }],
      },
      UnknownEvent: unknownEvent(source.definitions, names),
      ...definitions,
      ...Object.fromEntries(titled),
    },
  };
}

/** The interfaces of all events, and all interfaces that they refer to. */
function interfacesOf(source: Source): Set<string> {
  const reached = new Set<string>();
  for (const { interfaceName } of eventsIn(source)) {
    reachedFrom(source.definitions, { $ref: `#/definitions/${interfaceName}` }, reached);
  }
  for (const name of ["AnyEvent", "UnknownEvent"]) {
    if (reached.has(name)) throw new Error(`${name}: the name is taken in schemas/events.json`);
  }
  return reached;
}

function unknownEvent(definitions: Definitions, names: readonly string[]): Json {
  const { description, properties } = definitionOf(definitions, "UnknownEvent");
  return {
    description,
    type: "object",
    required: ["event_name", "data"],
    properties: {
      event_name: {
        description: properties?.["event_name"]?.description,
        type: "string",
        minLength: 1,
        not: { enum: names },
      },
      data: { description: properties?.["data"]?.description, type: "object" },
    },
  };
}
