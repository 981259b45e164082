import fc from "fast-check";
import { eventNames } from "optimizely-cmp-webhooks";
import { isRecord } from "../../src/values.js";
import { fixtures } from "../fixtures/events.js";

/** Any code point, half a surrogate pair as well: `unit: "binary"` of fast-check, which takes a second to set up. */
const anyCharacter: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: 0x10_ffff })
  .map((code) => String.fromCodePoint(code));

/** A string of any characters. */
export const anyText = (constraints: { maxLength?: number } = {}): fc.Arbitrary<string> =>
  fc.string({ ...constraints, unit: anyCharacter });

/** A place in a JSON value, and where it leads. */
type Path = readonly (string | number)[];

/** A change of a delivery, to be applied at a path that is picked by a number. */
export interface Mutation {
  readonly kind: "delete" | "replace" | "add";
  readonly at: number;
  readonly key: string;
  readonly value: unknown;
}

/** One valid delivery of any event. */
export const fixture: fc.Arbitrary<unknown> = fc.constantFrom(...eventNames).map((name) => fixtures[name]);

/** Names that have misled others, and any others. */
export const key: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("__proto__", "constructor", "toString", "?", "*", "", "id", "length"),
  fc.string(),
);

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom("delete", "replace", "add"),
  at: fc.nat(),
  key,
  value: fc.jsonValue(),
});

/** A copy of the value with a change; an added member replaces none. */
export function mutate(original: unknown, { kind, at, key, value }: Mutation): unknown {
  const copy: unknown = structuredClone(original);
  const places = listPaths(copy, []);
  const objects = places.filter((path) => isClosed(path) && isRecord(valueAt(copy, path)));
  const path = (kind === "add" ? objects : places)[at % (kind === "add" ? objects : places).length] ?? [];
  if (kind !== "add") return set(copy, path, kind === "delete" ? undefined : value);
  const owner = valueAt(copy, path);
  if (!isRecord(owner) || knownKeys.has(key) || key in owner) return copy;
  define(owner, key, value);
  return copy;
}

/** Two members are maps, in which a key of any name has a type. */
function isClosed(path: Path): boolean {
  return path.length > 0 && !["fields", "content_type_links"].includes(String(path.at(-1)));
}

function set(root: unknown, path: Path, value: unknown): unknown {
  const last = path.at(-1);
  if (last === undefined) return value ?? null;
  const owner = valueAt(root, path.slice(0, -1)) as object;
  if (value !== undefined) define(owner, last, value);
  else if (Array.isArray(owner)) owner.splice(Number(last), 1);
  else Reflect.deleteProperty(owner, last);
  return root;
}

/** As JSON.parse does it, so that `__proto__` is a member like any other. */
function define(owner: object, name: string | number, value: unknown): void {
  Object.defineProperty(owner, name, { value, writable: true, enumerable: true, configurable: true });
}

function listPaths(value: unknown, path: Path): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => listPaths(inner, [...path, name]))];
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown>)[step], value);
}

/** The names of all members that any event has, so that an added one is one that no type knows. */
const knownKeys: ReadonlySet<string | number> = new Set(
  Object.values(fixtures).flatMap((event) => listPaths(event, []).flat()),
);
