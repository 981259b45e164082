import type { Shape } from "../library.js";
import { nameOf, stepTo } from "../library.js";
import { isObject, type JsonObject } from "./json.js";

/** A member of an event that its type does not name: CMP may add members without notice. */
export interface UnknownField {
  /** Where, from the event on: `data.task.priority`. */
  readonly path: string;
  /** The kind of its value: `string`, `object` and so on. */
  readonly kind: string;
}

/** So many fields are collected, and so many contents within one another are followed. */
const most = { fields: 200, levels: 64 };

/** The members of `event`, at any depth, that the shape of its data does not name. */
export function findUnknownFields(event: JsonObject, shape: Shape): readonly UnknownField[] {
  const found: UnknownField[] = [];
  for (const key of Object.keys(event)) {
    if (key !== "event_name" && key !== "data") add(found, stepTo(key).replace(/^\./, ""), event[key]);
  }
  walk(shape, event["data"], "data", 0, found);
  return found;
}

function add(found: UnknownField[], path: string, value: unknown): void {
  if (found.length < most.fields) found.push({ path, kind: nameOf(value) });
}

/** A value of the wrong kind is a mismatch, which `readEvent` reports, so it is not walked into. */
function walk(shape: Shape, value: unknown, path: string, level: number, found: UnknownField[]): void {
  if (typeof shape === "function") {
    if (level < most.levels) walk(shape(), value, path, level + 1, found);
  } else if (Array.isArray(shape)) {
    const [inner, orNull] = shape;
    if (orNull === null) walk(inner, value, path, level, found);
    else if (Array.isArray(value)) {
      value.forEach((item, index) => {
        walk(inner, item, path + stepTo(index), level, found);
      });
    }
  } else if (isRecordShape(shape) && isObject(value)) {
    for (const key of Object.keys(value)) {
      const inner = memberShape(shape, key);
      if (inner === undefined) add(found, path + stepTo(key), value[key]);
      else walk(inner, value[key], path + stepTo(key), level, found);
    }
  }
}

/** The shape of an object: its members by name, those that may be absent under `?`, those of a map under `*`. */
export type RecordShape = Exclude<
  Shape,
  string | number | boolean | null | readonly unknown[] | (() => Shape)
>;

/** Tells the shape of an object from those of all else. */
export function isRecordShape(shape: Shape): shape is RecordShape {
  return isObject(shape);
}

function memberShape(shape: RecordShape, key: string): Shape | undefined {
  if (shape["*"] !== undefined) return shape["*"];
  const optional = shape["?"];
  if (optional !== undefined && Object.hasOwn(optional, key)) return optional[key];
  return key !== "?" && Object.hasOwn(shape, key) ? shape[key] : undefined;
}
