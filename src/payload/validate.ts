import { isRecord, type JsonRecord } from "../values.js";
import { findIssues, type Issue, isOf, isTuple, maxLevels, type Shape, type ShapeRecord } from "./shape.js";

interface Member {
  readonly shape: Shape;
  readonly isRequired: boolean;
}

/** The members that a shape names, required and optional ones in one place. Made when it is used first. */
interface Layout {
  /** The shape of every member, of an object that is used as a map. */
  readonly each: Shape | undefined;
  readonly members: ReadonlyMap<string, Member>;
  /** How many of them are required. */
  readonly required: number;
}

const layouts: WeakMap<ShapeRecord, Layout> = /* @__PURE__ */ new WeakMap();

const none: readonly Issue[] = /* @__PURE__ */ Object.freeze([]);

/** As `findIssues`, but fast where there are none; then it returns the same empty list each time. */
export function issuesOf(shape: Shape, value: unknown): readonly Issue[] {
  return fits(shape, value, 0) ? none : findIssues(shape, value);
}

/** Whether there are no issues: as `walk` in shape.ts, but without paths. Most values are leaves, so these come first. */
function fits(shape: Shape, value: unknown, level: number): boolean {
  const isLeaf = typeof shape !== "object" && typeof shape !== "function";
  return isLeaf ? typeof value === typeof shape : branchFits(shape, value, level);
}

function branchFits(shape: Exclude<Shape, "" | 0 | true>, value: unknown, level: number): boolean {
  if (shape === null) return value !== undefined;
  if (typeof shape === "function") return level < maxLevels && fits(shape(), value, level + 1);
  if (!isTuple(shape)) return isRecord(value) && recordFits(layoutOf(shape), value, level);
  if (shape.length > 1) return isOf(shape[1], value) || fits(shape[0], value, level);
  return Array.isArray(value) && allFit(shape[0], value, level);
}

/** The layout is looked up once for all values: a list may hold tens of thousands of small objects. */
function allFit(shape: Shape, values: readonly unknown[], level: number): boolean {
  const isOfRecords = typeof shape === "object" && shape !== null && !isTuple(shape);
  const layout = isOfRecords ? layoutOf(shape) : undefined;
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    const isFit = layout ? isRecord(value) && recordFits(layout, value, level) : fits(shape, value, level);
    if (!isFit) return false;
  }
  return true;
}

function recordFits(layout: Layout, value: JsonRecord, level: number): boolean {
  const { each } = layout;
  return each === undefined ? membersFit(layout, value, level) : allFit(each, Object.values(value), level);
}

/**
 * No list of keys or values is made: in a large payload such lists make the garbage collector run while the whole event is
 * alive. `in` gives inherited members as well, but after all others; so one look at the last tells whether there are any.
 */
function membersFit({ members, required }: Layout, value: JsonRecord, level: number): boolean {
  let missing = required;
  let last: string | undefined;
  for (const key in value) {
    last = key;
    const member = members.get(key);
    if (member === undefined || (!member.isRequired && value[key] === undefined)) continue;
    if (!fits(member.shape, value[key], level)) return false;
    if (member.isRequired) missing -= 1;
  }
  return missing === 0 && (last === undefined || Object.hasOwn(value, last));
}

function layoutOf(shape: ShapeRecord): Layout {
  const known = layouts.get(shape);
  if (known !== undefined) return known;
  const { "?": optional = {}, "*": each, ...needed } = shape;
  const members = new Map<string, Member>();
  for (const [key, one] of Object.entries(optional)) members.set(key, { shape: one, isRequired: false });
  for (const [key, one] of Object.entries(needed)) members.set(key, { shape: one, isRequired: true });
  const layout = { each, members, required: Object.keys(needed).length };
  layouts.set(shape, layout);
  return layout;
}
