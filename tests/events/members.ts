/*
 * Walks a fixture along its JSON Schema, member by member.
 */
import { isRecord } from "../../src/values.js";

export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** A place in a fixture, and what the schema says of it. */
export interface Member {
  readonly path: readonly (string | number)[];
  readonly required: boolean;
  /** The JSON types that fit, or undefined where any does. */
  readonly types: readonly string[] | undefined;
}

/** Every member and item of a value that its schema knows. */
export function membersOf(root: Schema, value: unknown): Member[] {
  return walk(root, resolve(root, root), value, []);
}

/** The JSON type of a value. */
export function jsonType(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** All names under `properties` that a schema reaches, as `Interface.member`. */
export function namesOf(root: Schema): string[] {
  const { $defs = {} } = root;
  return Object.entries($defs).flatMap(([name, { properties = {} }]) =>
    Object.keys(properties).map((member) => `${name}.${member}`),
  );
}

/** The names of `namesOf` that a value has. */
export function namesIn(root: Schema, value: unknown, schema: Schema = root): string[] {
  const target = resolve(root, schema);
  const owner = referenceOf(schema);
  if (Array.isArray(value)) return value.flatMap((item) => namesIn(root, item, target.items ?? {}));
  return Object.entries(isRecord(value) ? value : {}).flatMap(([key, member]) => {
    const inner = target.properties?.[key] ?? target.additionalProperties;
    const own = owner && target.properties?.[key] ? [`${owner}.${key}`] : [];
    return inner ? [...own, ...namesIn(root, member, inner)] : own;
  });
}

/** The paths in a value that its schema does not know. */
export function strangersIn(root: Schema, value: unknown, schema: Schema = root, path = "$"): string[] {
  const { type, properties, items, additionalProperties } = resolve(root, schema);
  if (type === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item) => strangersIn(root, item, items, `${path}[]`));
  return Object.entries(isRecord(value) ? value : {}).flatMap(([key, member]) => {
    const inner = properties?.[key] ?? additionalProperties;
    return inner ? strangersIn(root, member, inner, `${path}.${key}`) : [`${path}.${key}`];
  });
}

function walk(root: Schema, schema: Schema, value: unknown, path: Member["path"]): Member[] {
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(isRecord(value) ? value : {});
  return entries.flatMap(([key, inner]) => {
    const innerSchema = schema.properties?.[key] ?? schema.items ?? schema.additionalProperties;
    if (!innerSchema) return [];
    const target = resolve(root, innerSchema);
    const innerPath = [...path, key];
    const required = typeof key === "string" && (schema.required ?? []).includes(key);
    return [
      { path: innerPath, required, types: typesOf(root, innerSchema) },
      ...walk(root, target, inner, innerPath),
    ];
  });
}

/** The schema itself, past references and past "or null". */
function resolve(root: Schema, schema: Schema): Schema {
  if (schema.anyOf) return resolve(root, schema.anyOf[0] ?? {});
  const name = referenceOf(schema);
  return name ? resolve(root, root.$defs?.[name] ?? {}) : schema;
}

function referenceOf({ $ref, anyOf }: Schema): string | undefined {
  return ($ref ?? anyOf?.[0]?.$ref)?.replace("#/$defs/", "");
}

function typesOf(root: Schema, schema: Schema): readonly string[] | undefined {
  if (schema.anyOf) return schema.anyOf.flatMap((part) => typesOf(root, part) ?? []);
  const { type } = resolve(root, schema);
  return typeof type === "string" ? [type] : type;
}
