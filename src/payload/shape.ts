import { isRecord, type JsonRecord, ownMember } from "../values.js";

/*
 * The shape language describes payloads. It is small enough to ship, and to check on every delivery. A shape is an
 * example of the values it describes:
 *
 *   ""  0  true       a string, a number, a boolean
 *   null              any JSON value
 *   { id: "" }        an object
 *   { "?": { ... } }  its members that may be absent
 *   { "*": shape }    an object used as a map: every member has this shape
 *   [item]            an array
 *   [shape, null]     a value that may also be null
 *   ["", 0]           a string or a number
 *   () => shape       a shape that contains itself
 *
 * Words instead of examples, or a mark on every optional member, add 200 bytes to the compressed table.
 */

/** A shape, as the generated table holds it. */
export type Shape =
  | ""
  | 0
  | true
  | null
  | readonly [Shape]
  | readonly [Shape, null]
  | readonly ["", 0]
  | ShapeRecord
  | (() => Shape);

/** The shape of an object. */
export interface ShapeRecord {
  readonly "?"?: ShapeRecord;
  readonly [member: string]: Shape;
}

type LeafShape<Leaf> = Leaf extends string
  ? ""
  : Leaf extends number
    ? 0
    : Leaf extends boolean
      ? true
      : never;

type OptionalName<Owner> = {
  [Name in keyof Owner]-?: Partial<Pick<Owner, Name>> extends Pick<Owner, Name> ? Name : never;
}[keyof Owner];

type MemberShapes<Owner> = {
  readonly [Name in keyof Owner]-?: ShapeOf<Exclude<Owner[Name], undefined>>;
};

type ObjectShape<Owner> = string extends keyof Owner
  ? { readonly "*": ShapeOf<Owner[keyof Owner]> }
  : [OptionalName<Owner>] extends [never]
    ? MemberShapes<Owner>
    : MemberShapes<Omit<Owner, OptionalName<Owner>>> & {
        readonly "?": MemberShapes<Pick<Owner, OptionalName<Owner>>>;
      };

type PresentShape<Value> = [Value] extends [string | number | boolean]
  ? [string | number] extends [Value]
    ? readonly ["", 0]
    : LeafShape<Value>
  : Value extends readonly (infer Item)[]
    ? readonly [ShapeOf<Item>]
    : ObjectShape<Value> | (() => PresentShape<Value>);

/**
 * The one shape of a type. The generated table has this type, so the compiler refuses a table that does not agree with
 * the event interfaces.
 */
export type ShapeOf<Type> = unknown extends Type
  ? null
  : null extends Type
    ? readonly [PresentShape<Exclude<Type, null>>, null]
    : PresentShape<Type>;

/** The shapes of the `data` of a group of events. */
export type GroupShapes<EventMap extends { [Name in keyof EventMap]: { data: unknown } }> = {
  readonly [Name in keyof EventMap]: ShapeOf<EventMap[Name]["data"]>;
};

/** One place where a payload differs from the type of its event. It never holds a value of the payload. */
export interface Issue {
  /** The path from `data` on: `data.assets.structured_contents[0].id`, or `fields["a b"]`. A long key is cut. */
  readonly path: string;
  /** The expected type: `string`, `string or null`, `object`, `array`, `any value`, `at most 64 levels`. */
  readonly expected: string;
  /** The received type: `missing`, `null`, `array`, `object`, `string`, `number` or `boolean`. */
  readonly received: string;
}

interface OpenIssue extends Issue {
  path: string;
}

/** How deep contents may be embedded in one another: a hostile body must not exhaust the stack. */
export const maxLevels = 64;

/** How many issues are collected: enough to see the mistake, too few to cost memory. */
const maxIssues = 20;

/**
 * Compares a value, as `JSON.parse` makes it, with a shape. Members that the shape does not name are allowed:
 * CMP adds members without notice. It stops at 20 issues.
 */
export function findIssues(shape: Shape, value: unknown): readonly Issue[] {
  const issues: OpenIssue[] = [];
  check("data", shape, value, 0, issues);
  for (const issue of issues) issue.path = issue.path.slice(1);
  return issues;
}

/** Checks the value of a key. Paths are built on the way out, so a payload without issues builds none. */
function check(key: string | number, shape: Shape, value: unknown, level: number, issues: OpenIssue[]): void {
  const before = issues.length;
  if (before === maxIssues) return;
  const expected = walk(shape, value, level, issues);
  if (expected) issues.push({ path: "", expected, received: nameOf(value) });
  if (issues.length === before) return;
  for (const issue of issues.slice(before)) issue.path = stepTo(key) + issue.path;
}

/**
 * Checks a value and its members.
 *
 * @param level the number of embedded contents around the value
 * @returns the expected type, if the value itself has another
 */
function walk(shape: Shape, value: unknown, level: number, issues: OpenIssue[]): string | undefined {
  if (shape === null) return value === undefined ? "any value" : undefined;
  if (typeof shape === "function") {
    return level < maxLevels ? walk(shape(), value, level + 1, issues) : `at most ${maxLevels} levels`;
  }
  if (typeof shape !== "object") return typeof value === typeof shape ? undefined : typeof shape;
  if (!isTuple(shape)) return isRecord(value) ? walkMembers(shape, value, level, issues) : "object";
  if (shape.length > 1) {
    const [first, second] = shape;
    const expected = isOf(second, value) ? undefined : walk(first, value, level, issues);
    return expected && `${expected} or ${second === null ? "null" : "number"}`;
  }
  return Array.isArray(value) ? walkItems(shape[0], value, level, issues) : "array";
}

function walkItems(shape: Shape, items: readonly unknown[], level: number, issues: OpenIssue[]): undefined {
  for (let index = 0; index < items.length && issues.length < maxIssues; index++) {
    check(index, shape, items[index], level, issues);
  }
}

function walkMembers(shape: ShapeRecord, value: JsonRecord, level: number, issues: OpenIssue[]): undefined {
  const { "?": optional, "*": each } = shape;
  if (each !== undefined) {
    for (const key of Object.keys(value)) check(key, each, value[key], level, issues);
    return;
  }
  for (const key in shape) {
    const inner = shape[key];
    if (inner !== undefined && key !== "?") check(key, inner, ownMember(value, key), level, issues);
  }
  for (const key in optional) {
    const inner = optional[key];
    const member = ownMember(value, key);
    if (inner !== undefined && member !== undefined) check(key, inner, member, level, issues);
  }
}

/** One step of a path: `.name`, `[0]`, or quoted and cut, since the sender chooses the keys of a map. */
export function stepTo(key: string | number): string {
  if (typeof key === "number") return `[${key}]`;
  return /^[a-z_$][\w$]{0,63}$/i.test(key) ? `.${key}` : `[${JSON.stringify(key.slice(0, 64))}]`;
}

/** The type of a JSON value, in the words of an issue. */
export function nameOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** Whether it is the shape of an array, or of a value that may be null. */
export function isTuple(shape: Shape): shape is readonly [Shape] | readonly [Shape, null] | readonly ["", 0] {
  return Array.isArray(shape);
}

/** Whether the second shape of two is the one that fits. */
export function isOf(second: null | 0 | undefined, value: unknown): boolean {
  return second === null ? value === null : typeof value === "number";
}
