/*
 * The shape language: what a payload must look like, small enough to ship and to walk on every delivery.
 *
 *   "string" "number" "boolean" "unknown"   a value; "unknown" is any JSON value
 *   "string|null"                           a value that may be null
 *   { id: "string", "source?": ... }        an object; a member that may be absent ends in "?"
 *   { "*": ... }                            an object used as a map: every member has this shape
 *   [item]                                  an array
 *   [shape, null]                           an object or an array that may be null
 *   () => shape                             a shape that contains itself
 */

type LeafName = "string" | "number" | "boolean";

/** A shape, as the generated table holds it. */
export type Shape =
  | LeafName
  | `${LeafName}|null`
  | "unknown"
  | readonly [Shape]
  | readonly [Shape, null]
  | ShapeRecord
  | (() => Shape);

interface ShapeRecord {
  readonly [member: string]: Shape;
}

interface JsonRecord {
  readonly [member: string]: unknown;
}

type NameOf<Leaf> = Leaf extends string
  ? "string"
  : Leaf extends number
    ? "number"
    : Leaf extends boolean
      ? "boolean"
      : never;

type MemberName<Owner, Name extends keyof Owner & string> =
  Partial<Pick<Owner, Name>> extends Pick<Owner, Name> ? `${Name}?` : Name;

type ObjectShape<Owner> = string extends keyof Owner
  ? { readonly "*": ShapeOf<Owner[keyof Owner]> }
  : {
      readonly [Name in keyof Owner & string as MemberName<Owner, Name>]-?: ShapeOf<
        Exclude<Owner[Name], undefined>
      >;
    };

type PresentShape<Value> = Value extends readonly (infer Item)[]
  ? readonly [ShapeOf<Item>]
  : ObjectShape<Value> | (() => PresentShape<Value>);

/**
 * The one shape that fits a type. The generated table is annotated with it, so that the compiler refuses a table that
 * does not agree with the event interfaces.
 */
export type ShapeOf<Type> = unknown extends Type
  ? "unknown"
  : [Type] extends [string | number | boolean]
    ? NameOf<Type>
    : [Type] extends [string | number | boolean | null]
      ? `${NameOf<Exclude<Type, null>>}|null`
      : null extends Type
        ? readonly [PresentShape<Exclude<Type, null>>, null]
        : PresentShape<Type>;

/** The shapes of the `data` of a group of events. */
export type GroupShapes<EventMap extends { [Name in keyof EventMap]: { data: unknown } }> = {
  readonly [Name in keyof EventMap]: ShapeOf<EventMap[Name]["data"]>;
};

/** One place where a payload is not what its event promises. It never holds a value of the payload. */
export interface Issue {
  /** Where, from `data` on: `data.assets.structured_contents[0].id`. A long key is cut. */
  readonly path: string;
  /** What should be there: `string`, `string or null`, `object`, `array`, `at most 64 levels`, ... */
  readonly expected: string;
  /** What is there: `missing`, `null`, `array`, `object`, `string`, `number` or `boolean`. */
  readonly received: string;
}

/** How deep contents may be embedded in one another. The stack must outlast a body of nothing but brackets. */
const maxLevels = 64;

/** How many issues are collected: enough to see what is wrong, too few to be used as an amplifier. */
const maxIssues = 20;

interface OpenIssue extends Issue {
  path: string;
}

interface Member {
  readonly name: string;
  readonly optional: boolean;
  readonly shape: Shape;
}

const noIssues: readonly Issue[] = /* @__PURE__ */ Object.freeze([]);
const membersByShape = /* @__PURE__ */ new WeakMap<object, readonly Member[]>();

/** Taking the "?" off once for each shape, rather than on each delivery, halves the time of a walk. */
function membersOf(shape: ShapeRecord): readonly Member[] {
  let members = membersByShape.get(shape);
  if (!members) {
    members = Object.entries(shape).map(([key, inner]) => {
      const optional = key.endsWith("?");
      return { name: optional ? key.slice(0, -1) : key, optional, shape: inner };
    });
    membersByShape.set(shape, members);
  }
  return members;
}

/**
 * Compares a value, as `JSON.parse` makes it, with a shape. Members that the shape does not name are fine: CMP adds
 * members without notice. The walk ends at 20 issues.
 */
export function findIssues(shape: Shape, value: unknown): readonly Issue[] {
  const issues: OpenIssue[] = [];
  check(shape, value, 0, issues);
  for (const issue of issues) issue.path = `data${issue.path}`;
  return issues.length > 0 ? issues : noIssues;
}

/** `level` counts the embedded contents around the value; `orNull` is told when null would have been fine too. */
function check(shape: Shape, value: unknown, level: number, issues: OpenIssue[], orNull = ""): void {
  if (typeof value === shape || (shape === "unknown" && value !== undefined)) return;
  let expected: string;
  if (typeof shape === "string") {
    if (value === null ? shape.endsWith("|null") : shape.startsWith(typeof value)) return;
    expected = shape.replace("unknown", "any value").replace("|", " or ");
  } else if (typeof shape === "function") {
    if (level < maxLevels) return check(shape(), value, level + 1, issues, orNull);
    expected = `at most ${maxLevels} levels`;
  } else if (isTuple(shape)) {
    if (shape.length > 1)
      return value === null ? undefined : check(shape[0], value, level, issues, " or null");
    if (Array.isArray(value)) return checkItems(shape[0], value, level, issues);
    expected = `array${orNull}`;
  } else {
    if (isRecord(value)) return checkMembers(shape, value, level, issues);
    expected = `object${orNull}`;
  }
  issues.push({ path: "", expected, received: nameOf(value) });
}

function checkItems(shape: Shape, items: readonly unknown[], level: number, issues: OpenIssue[]): void {
  for (let index = 0; index < items.length && issues.length < maxIssues; index++) {
    checkAt(index, shape, items[index], level, issues);
  }
}

function checkMembers(shape: ShapeRecord, value: JsonRecord, level: number, issues: OpenIssue[]): void {
  for (const { name, optional, shape: inner } of membersOf(shape)) {
    for (const key of name === "*" ? Object.keys(value) : [name]) {
      if (issues.length === maxIssues) return;
      // An own member only: what a payload lacks must not be found on a prototype.
      const held = Object.hasOwn(value, key) ? value[key] : undefined;
      if (held !== undefined || !optional) checkAt(key, inner, held, level, issues);
    }
  }
}

/** Checks a value inside another. Its path is put together on the way out, so that a payload without issues costs none. */
function checkAt(
  key: string | number,
  shape: Shape,
  value: unknown,
  level: number,
  issues: OpenIssue[],
): void {
  const before = issues.length;
  check(shape, value, level, issues);
  if (issues.length === before) return;
  for (const issue of issues.slice(before)) issue.path = stepTo(key) + issue.path;
}

/** Keys of a map are the sender's, so they are quoted and cut. */
function stepTo(key: string | number): string {
  if (typeof key === "number") return `[${key}]`;
  return /^[a-z_$][\w$]{0,63}$/i.test(key) ? `.${key}` : `[${JSON.stringify(key.slice(0, 64))}]`;
}

function nameOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

function isTuple(shape: Shape): shape is readonly [Shape] | readonly [Shape, null] {
  return Array.isArray(shape);
}

function isRecord(value: unknown): value is JsonRecord {
  return nameOf(value) === "object";
}
