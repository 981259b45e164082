import { mustBe } from "./errors.js";

/** A member of its own, if there is one. */
export function memberOf(value: unknown, name: string): unknown {
  return Object.getOwnPropertyDescriptor(value ?? {}, name)?.value;
}

/** A member that is an array, and an empty one otherwise. What its items hold is the sender's promise. */
export function listIn<Item = unknown>(value: unknown, name: string): readonly Item[] {
  const list = memberOf(value, name);
  return Array.isArray(list) ? list : [];
}

/**
 * The string at a path, such as `data.links.acknowledge`. Events come from outside: a member may be missing.
 *
 * @throws CmpClientError `incomplete`
 */
export function requireText(
  owner: object,
  path: string,
  fix = "Hand over the event as CMP sent it.",
): string {
  const value = path.split(".").reduce<unknown>(memberOf, owner);
  if (typeof value === "string" && value) return value;
  throw mustBe("incomplete", path, "a non-empty string", typeof value, fix);
}

/** What a text says, if it is JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A value as JSON; nothing if there is none, or if it is nested too deep to be written. */
export function writeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return "";
  }
}
