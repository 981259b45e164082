import { isRecord, type JsonRecord } from "../values.js";
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
  // Not `Object.values`: in a large payload such lists make the garbage collector run while the whole event is alive.
  for (let at = 0; at < layout.keys.length; at++) {
    const inner = layout.shapes[at];
    if (inner !== undefined && !fits(inner, value[layout.keys[at] ?? ""], level)) return false;
  }
  return true;
}

/** The layout of an object; `undefined` if a required member is missing. */
function layoutOf(shape: ShapeRecord, value: JsonRecord): Layout | undefined {
  const keys = Object.keys(value);
  const known = layouts.get(shape) ?? [];
  for (const layout of known) if (isSame(layout.keys, keys)) return layout;
  for (const key in shape) if (key !== "?" && !Object.hasOwn(value, key)) return undefined;
  const layout = { keys, shapes: keys.map((key) => shapeOf(shape, key)) };
  const isKept = known.length < most.layouts && keys.join().length <= most.characters;
  if (isKept) layouts.set(shape, [...known, layout]);
  return layout;
}

/** From the end, where objects of one shape differ most: optional members often come last. */
function isSame(keys: readonly string[], others: readonly string[]): boolean {
  let at = keys.length;
  if (at !== others.length) return false;
  while (at-- > 0) if (keys[at] !== others[at]) return false;
  return true;
}

function shapeOf(shape: ShapeRecord, key: string): Shape | undefined {
  const { "?": optional = {} } = shape;
  if (key === "?") return undefined;
  return Object.hasOwn(shape, key) ? shape[key] : Object.hasOwn(optional, key) ? optional[key] : undefined;
}
