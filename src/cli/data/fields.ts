import { type Field, FieldLister, type Node, type Nodes } from "./field-lister.js";

export type { Field } from "./field-lister.js";

/** The JSON Schema of an event, as the package has it. */
export interface EventSchema extends Node {
  readonly $defs: Nodes;
}

/**
 * `event_name`, `data`, and all members of the data, by path; none where the package has no schemas. The doc comment of
 * `event_name` is that of the event.
 */
export function listFields(schema: EventSchema | undefined): readonly Field[] {
  if (schema === undefined) return [];
  // Interfaces begin with a capital, so none of them has this name.
  const fields = new FieldLister({ ...schema.$defs, event: schema }).fieldsOf("event");
  return fields.map((field) => ({ ...field, meaning: field.meaning || meaningOf(schema, field) }));
}

function meaningOf({ description = "" }: EventSchema, { path }: Field): string {
  return path === "event_name" ? description : "";
}
