import type { Shape } from "../library.js";
import { member } from "../package-files.js";
import { isObject } from "./json.js";
import { isRecordShape } from "./unknown-fields.js";

/** One member of an event, as its type describes it. */
export interface Field {
  /** The steps from `data` on; `*` means any name, and `[]` after a name the items of an array. */
  readonly steps: readonly string[];
  /** For instance `string or null`, `array of object`. */
  readonly type: string;
  readonly isOptional: boolean;
  /** A sentence of the schema; empty where the package has no schemas. */
  readonly about: string;
}

/** All members of an event's data. A content that is embedded in another is not gone into again. */
export function listFields(shape: Shape, schema: unknown): readonly Field[] {
  const fields: Field[] = [];
  const root = member(member(schema, "properties"), "data");
  walk(shape, { schema, node: resolve(schema, root) }, [], new Set(), fields);
  return fields;
}

/** A node of a JSON Schema, and the schema that its references are looked up in. */
interface Place {
  readonly schema: unknown;
  readonly node: unknown;
}

function walk(
  shape: Shape,
  place: Place,
  steps: readonly string[],
  around: ReadonlySet<Shape>,
  fields: Field[],
): void {
  if (typeof shape === "function") {
    const inner = shape();
    if (!around.has(inner)) walk(inner, place, steps, around, fields);
  } else if (Array.isArray(shape)) {
    const [inner, orNull] = shape;
    if (orNull === null) walk(inner, notNull(place), steps, around, fields);
    else walk(inner, step(place, "items"), markItems(steps), around, fields);
  } else if (isRecordShape(shape)) {
    for (const [key, inner, isOptional] of membersOf(shape)) {
      const at = key === "*" ? step(place, "additionalProperties") : property(place, key);
      const path = [...steps, key];
      fields.push({ steps: path, type: typeOf(inner), isOptional, about: aboutOf(at) });
      walk(inner, at, path, new Set([...around, shape]), fields);
    }
  }
}

function membersOf(shape: Extract<Shape, object>): readonly (readonly [string, Shape, boolean])[] {
  if (!isRecordShape(shape)) return [];
  const { "?": optional = {}, ...required } = shape;
  return [
    ...Object.entries(required).map(([key, inner]) => [key, inner, false] as const),
    ...Object.entries(optional).map(([key, inner]) => [key, inner, true] as const),
  ];
}

function markItems(steps: readonly string[]): readonly string[] {
  return [...steps.slice(0, -1), `${steps.at(-1) ?? ""}[]`];
}

function typeOf(shape: Shape): string {
  if (shape === null) return "any";
  if (typeof shape === "function") return "object";
  if (Array.isArray(shape)) {
    const [inner, orNull] = shape;
    if (orNull === 0) return "string or number";
    return orNull === null ? `${typeOf(inner)} or null` : `array of ${typeOf(inner)}`;
  }
  return isObject(shape) && "*" in shape ? "map" : typeof shape;
}

function aboutOf({ node, schema }: Place): string {
  const about = member(node, "description") ?? member(resolve(schema, node), "description");
  return typeof about === "string" ? about : "";
}

function property({ schema, node }: Place, key: string): Place {
  return { schema, node: member(member(resolve(schema, node), "properties"), key) };
}

function step({ schema, node }: Place, name: string): Place {
  return { schema, node: member(resolve(schema, node), name) };
}

/** Of `anyOf` that branch which is not `null`. */
function notNull(place: Place): Place {
  const branches = member(resolve(place.schema, place.node), "anyOf");
  if (!Array.isArray(branches)) return place;
  const node: unknown = branches.find((branch: unknown) => member(branch, "type") !== "null");
  return { ...place, node };
}

/** Follows a reference into `$defs`. */
function resolve(schema: unknown, node: unknown): unknown {
  const reference = member(node, "$ref");
  if (typeof reference !== "string") return node;
  return member(member(schema, "$defs"), reference.replace("#/$defs/", ""));
}
