import { nameOf } from "../library.js";

/** An object as `JSON.parse` makes it. */
export interface JsonObject {
  readonly [member: string]: unknown;
}

/** Tells an object from arrays, `null` and all else. */
export function isObject(value: unknown): value is JsonObject {
  return nameOf(value) === "object";
}
