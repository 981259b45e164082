import { isRecord } from "../values.js";

/**
 * What may be put in place of members of a `Value`: any part of it, at any depth.
 *
 * An array stands for the whole array. `undefined` takes a member off, and is admitted only where the member is
 * optional.
 */
export type DeepPartial<Value> = unknown extends Value
  ? Value
  : Value extends string | number | boolean | null | undefined | readonly unknown[]
    ? Value
    : {
        [Key in keyof Value]?:
          | DeepPartial<Value[Key]>
          | (Partial<Pick<Value, Key>> extends Pick<Value, Key> ? undefined : never);
      };

/**
 * A copy of `value` with `changes` put in.
 *
 * A string that is replaced is replaced within the other strings as well, so that the links to a thing follow its id;
 * but what `changes` say themselves stays as they say it.
 */
export function override(value: object, changes: object): object {
  const renamed = new Map<string, string>();
  collectIds(value, changes, renamed);
  return merge(renamed.size > 0 ? rename(value, renamed) : value, changes);
}

/** An id is long and has nothing but hexadecimal digits, so it cannot be part of another word by chance. */
const id = /^[0-9a-f]{24,}$/;

function collectIds(value: object, changes: object, renamed: Map<string, string>): void {
  const members = new Map<string, unknown>(Object.entries(value));
  for (const [key, change] of Object.entries(changes)) {
    const old = members.get(key);
    if (isRecord(old) && isRecord(change)) collectIds(old, change, renamed);
    if (typeof old === "string" && id.test(old) && typeof change === "string" && !renamed.has(old)) {
      renamed.set(old, change);
    }
  }
}

function rename(value: object, renamed: ReadonlyMap<string, string>): object {
  return JSON.parse(JSON.stringify(value), (_key, inner) => {
    if (typeof inner !== "string") return inner;
    return inner.replace(/[0-9a-f]{24,}/g, (found) => renamed.get(found) ?? found);
  });
}

/** Made of entries, so that a member called `__proto__` is a member and no more. */
function merge(value: object, changes: object): object {
  const entries = new Map<string, unknown>(Object.entries(value));
  for (const [key, change] of Object.entries(changes)) {
    const old = entries.get(key);
    if (change === undefined) entries.delete(key);
    else entries.set(key, isRecord(change) ? merge(isRecord(old) ? old : {}, change) : change);
  }
  return Object.fromEntries(entries);
}
