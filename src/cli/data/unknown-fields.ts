import { nameOf, stepTo } from "../library.js";
import type { FieldFinder, UnknownField } from "./field-finder.js";
import type { JsonObject } from "./json.js";

/** So many fields are collected, and so many steps are followed: 64 contents within one another need about 500. */
const most = { fields: 200, steps: 500 };

/** The members of `event`, at any depth, that are not in the list of its fields. */
export function findUnknownFields(event: JsonObject, fields: FieldFinder): readonly UnknownField[] {
  const found: UnknownField[] = [];
  // A value of another kind than its type is a mismatch, which `readEvent` reports, so it is not looked into.
  const look = (value: unknown, path: string, at: string, steps: number): void => {
    if (typeof value !== "object" || value === null || steps > most.steps) return;
    if (fields.kindOf(at) !== nameOf(value)) return;
    for (const [name, inner] of Object.entries(value)) {
      const step = Array.isArray(value) ? Number(name) : name;
      const next = fields.stepTo(at, step);
      const where = (path + stepTo(step)).replace(/^\./, "");
      if (next !== undefined) look(inner, where, next, steps + 1);
      else if (found.length < most.fields) found.push({ path: where, kind: nameOf(inner) });
    }
  };
  const { data, ...others } = event;
  look(others, "", "", 0);
  look(data, "data", "data", 0);
  return found;
}
