import type { Field } from "../../data/field-lister.js";

/** Names and indices from the body on. */
export type Steps = readonly (string | number)[];

/** A copy of `body` with `value` at `steps`; `undefined` takes the member off. Objects on the way are made. */
export function setAt(body: unknown, [step, ...rest]: Steps, value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(body))
    return body.map((item, index) => (index === step ? setAt(item, rest, value) : item));
  // Entries, so that a member called `__proto__` is a member and no more.
  const members = new Map<string, unknown>(Object.entries(body ?? {}));
  const inner = setAt(members.get(String(step)), rest, value);
  if (inner === undefined) members.delete(String(step));
  else members.set(String(step), inner);
  return Object.fromEntries(members);
}

/** What was typed, by the type of the member: text for a string, else JSON. Nothing takes an optional member off. */
export function typedValue(typed: string, field: Field | undefined): unknown {
  if (typed === "" && field?.presence !== "always") return undefined;
  const isString = field?.type.startsWith("string") && !(typed === "null" && field.type.endsWith("null"));
  return isString ? typed : (parse(typed) ?? (typed === "null" ? null : typed));
}

/** `undefined` for what is not JSON. */
export function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
