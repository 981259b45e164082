/** An object as `JSON.parse` makes it. */
export interface JsonObject {
  readonly [member: string]: unknown;
}

/** Tells an object from arrays, `null` and all else. */
export function isObject(value: unknown): value is JsonObject {
  return kindOf(value) === "object";
}

/** What a JSON value is, by the words of the issues that a parse reports. */
export function kindOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** One step of a path: `.name`, `[0]`, or quoted where the name is none of a program's. */
export function stepTo(key: string | number): string {
  if (typeof key === "number") return `[${key}]`;
  return /^[a-z_$][\w$]{0,63}$/i.test(key) ? `.${key}` : `[${JSON.stringify(key.slice(0, 64))}]`;
}
