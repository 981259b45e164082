/*
 * Reads the event interfaces. Everything that is generated starts from what this file returns.
 */
import { createGenerator } from "ts-json-schema-generator";

/** The part of JSON Schema that the generator writes for the event interfaces, with the tags of their comments. */
export interface Definition {
  $ref?: string;
  type?: string | string[];
  const?: string;
  enum?: (string | null)[];
  anyOf?: Definition[];
  items?: Definition;
  properties?: Record<string, Definition>;
  required?: string[];
  additionalProperties?: Definition;
  description?: string;
  see?: string;
  experimental?: boolean;
  inferred?: string;
  key?: string;
}

/** Interfaces by name. */
export type Definitions = Readonly<Record<string, Definition>>;

/** An event and the interface that describes it. */
export interface EventSource {
  readonly name: string;
  readonly interfaceName: string;
}

/** A group of events. */
export interface GroupSource {
  readonly group: string;
  readonly mapName: string;
  readonly events: readonly EventSource[];
}

/** The input of everything that is generated. */
export interface Source {
  readonly groups: readonly GroupSource[];
  readonly definitions: Definitions;
}

/** The groups as the vendor names and orders them, and the interface that lists the events of each. */
const mapNames = {
  Library: "LibraryEventMap",
  Task: "TaskEventMap",
  "External work": "ExternalWorkEventMap",
  Campaign: "CampaignEventMap",
  Publish: "PublishEventMap",
  "Work request": "WorkRequestEventMap",
  Event: "CalendarEventMap",
};

/** Reads `src/events`. */
export function readEvents(): Source {
  const definitions = readDefinitions();
  const groups = Object.entries(mapNames).map(([group, mapName]) => ({
    group,
    mapName,
    events: eventsOf(definitions, mapName),
  }));
  const listed = eventsIn({ groups, definitions });
  const missing = eventsOf(definitions, "CmpEventMap").filter(
    ({ name }) => !listed.some((event) => event.name === name),
  );
  if (missing.length > 0) throw new Error(`CmpEventMap.${missing[0]?.name}: no group map has it`);
  return { groups, definitions };
}

/** The events of all groups, in their order. */
export function eventsIn({ groups }: Source): EventSource[] {
  return groups.flatMap(({ events }) => events);
}

/** The name of the interface that a reference points to. */
export function targetOf({ $ref }: Definition): string | undefined {
  return $ref?.replace("#/definitions/", "");
}

/** The definition of an interface. */
export function definitionOf(definitions: Definitions, name: string): Definition {
  const definition = definitions[name];
  if (!definition) throw new Error(`${name}: not an interface of src/events`);
  return definition;
}

/** The interface that describes the `data` of an event. */
export function dataOf(definitions: Definitions, { interfaceName }: EventSource): string {
  const data = definitionOf(definitions, interfaceName).properties?.["data"];
  const target = data && targetOf(data);
  if (!target) throw new Error(`${interfaceName}.data: not an interface of its own`);
  return target;
}

function eventsOf(definitions: Definitions, mapName: string): EventSource[] {
  return Object.entries(definitionOf(definitions, mapName).properties ?? {}).map(([name, member]) => {
    const interfaceName = targetOf(member);
    const event = interfaceName && definitionOf(definitions, interfaceName);
    if (!event) throw new Error(`${mapName}.${name}: not an interface`);
    if (event.properties?.["event_name"]?.const !== name)
      throw new Error(`${interfaceName}.event_name: not "${name}"`);
    return { name, interfaceName };
  });
}

/** In one call: a second one on the same generator loses the recursive definitions. */
function readDefinitions(): Definitions {
  const generator = createGenerator({
    path: "src/events/*.ts",
    tsconfig: "tsconfig.src.json",
    expose: "all",
    jsDoc: "extended",
    extraTags: ["see", "experimental", "inferred", "key"],
    additionalProperties: true,
    sortProps: false,
    skipTypeCheck: true,
  });
  // Through JSON, for plain objects in place of the generator's classes.
  const definitions: Record<string, Definition> = JSON.parse(
    JSON.stringify(generator.createSchema("*").definitions),
  );
  // "The `data` of ..." is for the API reference: a schema says it by its place.
  for (const name of Object.keys(definitions).filter((each) => each.endsWith("Data")))
    delete definitions[name]?.description;
  return definitions;
}
