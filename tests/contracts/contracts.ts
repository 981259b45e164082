/*
 * The published contracts as they lie in schemas/.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CmpEvent, type EventName, eventNames } from "optimizely-cmp-webhooks";
import { createEvent } from "optimizely-cmp-webhooks/testing";

/** The project's folder. */
export const root = join(import.meta.dirname, "../..");

/** An object of JSON. */
export type Json = Readonly<Record<string, unknown>>;

/** A sample of every event. */
export const events: readonly CmpEvent[] = eventNames.map((name): CmpEvent => createEvent(name));

/** The full path of a file of the repository. */
export function pathOf(path: string): string {
  return join(root, path);
}

/** The text of a file of the repository. */
export function textOf(path: string): string {
  return readFileSync(pathOf(path), "utf8");
}

/** What is in schemas/, without the file names' ending. */
export function contractNames(): string[] {
  return readdirSync(join(root, "schemas")).map((file) => file.replace(/\.json$/, ""));
}

/** The contract of a name. */
export function contract(name: EventName | "events" | "asyncapi"): Json {
  return JSON.parse(textOf(`schemas/${name}.json`));
}

/** Every object in a contract with its path, but for what stands under `examples`. */
export function objectsIn(value: unknown, path = "#"): [path: string, object: Json][] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value)
    .filter(([key]) => key !== "examples")
    .flatMap(([key, member]) => objectsIn(member, `${path}/${key}`));
  return Array.isArray(value) ? inner : [[path, value as Json], ...inner];
}

/** Copies of an event, each spoilt in one way. */
export function spoilt(event: CmpEvent): Json[] {
  return [
    { data: event.data },
    { event_name: event.event_name },
    { ...event, event_name: 7 },
    { ...event, event_name: event.event_name.toUpperCase() },
    { ...event, data: null },
    { ...event, data: [event.data] },
    { ...event, data: "text" },
    ...Object.keys(event.data).map((key) => ({ ...event, data: { ...event.data, [key]: 7 } })),
  ];
}
