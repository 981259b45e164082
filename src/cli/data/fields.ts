import { type Field, FieldLister, type Node, type Nodes, referenceOf } from "./field-lister.js";

export type { Field } from "./field-lister.js";

/** The JSON Schema of an event, as the package has it. */
export interface EventSchema extends Node {
  readonly $defs: Nodes;
}

/** All members of an event's data, by path from `data` on; none where the package has no schemas. */
export function listFields(schema: EventSchema | undefined): readonly Field[] {
  const data = schema?.properties?.["data"];
  const name = data && referenceOf(data);
  return schema === undefined || name === undefined
    ? []
    : new FieldLister(schema.$defs).fieldsOf(name, "data");
}
