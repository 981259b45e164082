import { describeValue } from "../values.js";

/** Longer prefixes are a mistake. */
const longestPrefix = 100;

/** @throws TypeError when it is missing: with a default, two services on one server would take each other's events */
export function requirePrefix(prefix: unknown): string {
  if (typeof prefix === "string" && prefix !== "" && prefix.length <= longestPrefix) return prefix;
  throw new TypeError(
    `prefix must be a string of 1 to ${longestPrefix} characters, received ${describeValue(prefix)}. Give each consumer of events one of its own, such as "shop:"`,
  );
}

/**
 * The name of a key in a database: no two keys have the same, and no two prefixes. A database keeps UTF-8, in which all
 * lone surrogates are one character, and PostgreSQL keeps no NUL: both are escaped as JSON does, and so is the backslash.
 */
export function storeKey(prefix: string, key: string): string {
  return JSON.stringify(prefix + key).slice(1, -1);
}
