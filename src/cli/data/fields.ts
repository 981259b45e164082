import { readSchema } from "../package-files.js";
import { FieldFinder } from "./field-finder.js";
import { type Field, FieldLister } from "./field-lister.js";

export type { Field } from "./field-lister.js";

/**
 * `event_name`, `data`, and all members of the data, by path; none where the package has no schemas. The doc comment of
 * `event_name` is that of the event.
 */
export function listFields(name: string): readonly Field[] {
  const schema = readSchema(name);
  if (schema === undefined) return [];
  // Interfaces begin with a capital, so none of them has this name.
  const fields = new FieldLister({ ...schema.$defs, event: schema }).fieldsOf("event");
  return fields.map((field) =>
    field.path === "event_name" ? { ...field, meaning: field.meaning || (schema.description ?? "") } : field,
  );
}

/** By event name: `listen` and `check` read many deliveries of an event. */
const finders = new Map<string, FieldFinder>();

/** Finds the members of a known event. */
export function finderOf(name: string): FieldFinder {
  const finder = finders.get(name) ?? new FieldFinder(listFields(name));
  finders.set(name, finder);
  return finder;
}
