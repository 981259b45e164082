import { isRecord, type JsonRecord, ownMember } from "../values.js";
import { findIssues, type Issue, isOf, isTuple, maxLevels, type Shape, type ShapeRecord } from "./shape.js";

/** The keys of an object in their order, and the shape of each; `undefined` for an unknown member. */
interface Layout {
  readonly keys: readonly string[];
  readonly shapes: readonly (Shape | undefined)[];
}

/**
 * The layouts that objects of a shape have had so far. One program writes all of CMP's payloads, so the keys of its
 * objects have the same order each time, and need not be looked up by name.
 */
const layouts: WeakMap<ShapeRecord, Layout[]> = /* @__PURE__ */ new WeakMap();

/** How much is kept for each shape: senders must not be able to fill the memory. */
const most = { layouts: 16, characters: 1_000 };

const none: readonly Issue[] = /* @__PURE__ */ Object.freeze([]);

/** As `findIssues`, but fast where there are none; then it returns the same empty list each time. */
export function issuesOf(shape: Shape, value: unknown): readonly Issue[] {
  return fits(shape, value, 0) ? none : findIssues(shape, value);
}

/** Whether there are no issues: as `walk` in shape.ts, but without paths. */
function fits(shape: Shape, value: unknown, level: number): boolean {
  if (shape === null) return value !== undefined;
  if (typeof shape === "function") return level < maxLevels && fits(shape(), value, level + 1);
  if (typeof shape !== "object") return typeof value === typeof shape;
  if (!isTuple(shape)) return isRecord(value) && membersFit(shape, value, level);
  if (shape.length > 1) return isOf(shape[1], value) || fits(shape[0], value, level);
  return Array.isArray(value) && allFit(shape[0], value, level);
}

function allFit(shape: Shape, values: readonly unknown[], level: number): boolean {
  for (let at = 0; at < values.length; at++) {
    if (!fits(shape, values[at], level)) return false;
  }
  return true;
}

function membersFit(shape: ShapeRecord, value: JsonRecord, level: number): boolean {
  const { "*": each } = shape;
  if (each !== undefined) return allFit(each, Object.values(value), level);
  const layout = layoutOf(shape, value);
  if (layout === undefined) return false;
  for (let at = 0; at < layout.keys.length; at++) {
    const inner = layout.shapes[at];
    if (inner !== undefined && !fits(inner, value[layout.keys[at] as string], level)) return false;
  }
  return true;
}

/** The layout of an object; `undefined` if a required member is missing. */
function layoutOf(shape: ShapeRecord, value: JsonRecord): Layout | undefined {
  const known = layouts.get(shape) ?? [];
  for (const layout of known) if (hasKeys(value, layout.keys)) return layout;
  for (const key in shape) if (key !== "?" && !Object.hasOwn(value, key)) return undefined;
  const keys = Object.keys(value);
  const layout = { keys, shapes: keys.map((key) => shapeOf(shape, key)) };
  const isKept = known.length < most.layouts && keys.join().length <= most.characters;
  if (isKept) layouts.set(shape, [...known, layout]);
  return layout;
}

/** Asked without a list of keys: in a large payload such lists make the garbage collector copy the whole event. */
function hasKeys(value: JsonRecord, keys: readonly string[]): boolean {
  let at = 0;
  for (const key in value) if (key !== keys[at++]) return false;
  return at === keys.length;
}

function shapeOf(shape: ShapeRecord, key: string): Shape | undefined {
  const { "?": optional = {} } = shape;
  return key === "?" ? undefined : ((ownMember(shape, key) ?? ownMember(optional, key)) as Shape | undefined);
}
