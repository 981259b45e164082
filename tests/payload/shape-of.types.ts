/*
 * What the compiler must accept and refuse as the shape of a type. Compiled, never run.
 */
import type { AssetType, EmbeddedContent } from "../../src/events/index.js";
import type { GroupShapes, ShapeOf } from "../../src/payload/shape.js";

interface Inner {
  id: string;
}

interface Sample {
  text: string;
  kind: AssetType;
  size: number;
  flag: boolean;
  maybe: string | null;
  any: unknown;
  list: Inner[];
  inner: Inner;
  maybeInner: Inner | null;
  byKey: Record<string, number[]>;
  optional?: string;
  optionalInner?: Inner | null;
}

interface SampleMap {
  sample_added: { event_name: "sample_added"; data: Inner };
}

interface Tree {
  branches: Tree[];
}

const required = {
  text: "",
  kind: "",
  size: 0,
  flag: true,
  maybe: ["", null],
  any: null,
  list: [{ id: "" }],
  inner: { id: "" },
  maybeInner: [{ id: "" }, null],
  byKey: { "*": [0] },
} as const;
const optional = { optional: "", optionalInner: [{ id: "" }, null] } as const;

export const right: ShapeOf<Sample> = { ...required, "?": optional };
export const either: ShapeOf<{ size: string | number }> = { size: ["", 0] };
// @ts-expect-error one of two types is not both
export const half: ShapeOf<{ size: string | number }> = { size: "" };
export const recursive: ShapeOf<Tree> = { branches: [() => recursive] };
export const group: GroupShapes<SampleMap> = { sample_added: { id: "" } };

// @ts-expect-error A string is not a number.
export const wrongLeaf: ShapeOf<Sample> = { ...required, text: 0, "?": optional };
// @ts-expect-error Nor is an open union of strings.
export const wrongUnion: ShapeOf<Sample> = { ...required, kind: 0, "?": optional };
// @ts-expect-error What may be null must say so.
export const notNullable: ShapeOf<Sample> = { ...required, maybe: "", "?": optional };
// @ts-expect-error What may not be null must not say so.
export const nullable: ShapeOf<Sample> = { ...required, text: ["", null], "?": optional };
// @ts-expect-error Nor may an object.
export const nullableInner: ShapeOf<Sample> = { ...required, inner: [{ id: "" }, null], "?": optional };
// @ts-expect-error Any value is not any value but a string.
export const narrowed: ShapeOf<Sample> = { ...required, any: "", "?": optional };
// @ts-expect-error A string is not any value.
export const widened: ShapeOf<Sample> = { ...required, text: null, "?": optional };
// @ts-expect-error A list is not its item.
export const notList: ShapeOf<Sample> = { ...required, list: { id: "" }, "?": optional };
// @ts-expect-error A list of objects is not a list of strings.
export const wrongItem: ShapeOf<Sample> = { ...required, list: [""], "?": optional };
// @ts-expect-error The values of a map are checked.
export const wrongMap: ShapeOf<Sample> = { ...required, byKey: { "*": 0 }, "?": optional };
// @ts-expect-error A map has "*".
export const noMap: ShapeOf<Sample> = { ...required, byKey: { key: [0] }, "?": optional };
// @ts-expect-error The optional members are missing.
export const noOptional: ShapeOf<Sample> = required;
// @ts-expect-error One optional member is missing.
export const lessOptional: ShapeOf<Sample> = { ...required, "?": { optional: "" } };
// @ts-expect-error An optional member is not a required one.
export const notOptional: ShapeOf<Sample> = { ...required, ...optional };
// @ts-expect-error A required member is not an optional one.
export const tooOptional: ShapeOf<Inner> = { "?": { id: "" } };
// @ts-expect-error A member is missing.
export const missing: ShapeOf<Inner> = {};
// @ts-expect-error A member is unknown.
export const unknownMember: ShapeOf<Inner> = { id: "", name: "" };
// @ts-expect-error A member is unknown further down.
export const unknownInner: ShapeOf<{ inner: Inner }> = { inner: { id: "", name: "" } };
// @ts-expect-error What contains itself is checked at every level.
export const wrongTree: ShapeOf<Tree> = { branches: [() => ({ branches: [""] })] };
// @ts-expect-error An event is missing.
export const noEvent: GroupShapes<SampleMap> = {};
// @ts-expect-error A real one: an embedded content is more than its title.
export const embedded: ShapeOf<EmbeddedContent> = { title: "" };
