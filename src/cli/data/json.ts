import { nameOf } from "../library.js";

/** An object as `JSON.parse` makes it. */
export interface JsonObject {
  readonly [member: string]: unknown;
}

/** Tells an object from arrays, `null` and all else. */
export function isObject(value: unknown): value is JsonObject {
  return nameOf(value) === "object";
}

/**
 * How deep a value may be nested to be walked or written as JSON. `JSON.parse` has no limit, but `JSON.stringify` and
 * every walk have that of the stack. 64 contents, each within another, need about 500 levels.
 */
export const mostLevels = 1_000;

/** Whether a value is nested deeper than that. */
export function isDeep(value: unknown, levels = mostLevels): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeep(member, levels - 1));
}

/** The value of a text of JSON; `undefined` where it is none. */
export function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
