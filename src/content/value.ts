import type { FieldValue } from "../events/field-value.js";
import { describeValue } from "../values.js";
import { member } from "./fields.js";

/** A value of a `library-asset` field, as CMP sent it. `links.self` leads to a JSON resource; the file is its `url`. */
export interface AssetValue extends FieldValue {
  /** Identifier of the asset. */
  asset_guid: string;
}

/** A value of a `content-type` field, as CMP sent it. `content_details`, if present, can be read with `readField`. */
export interface ContentValue extends FieldValue {
  /** Identifier of the content referred to. */
  content_guid: string;
}

/** A value of a `location` field, as CMP sent it. */
export interface LocationValue extends FieldValue {
  /** Degrees north. */
  latitude: number;
  /** Degrees east. */
  longitude: number;
}

/** The type of a value, by the kind of its field. */
export interface FieldKinds {
  /** Of `library-asset` fields. */
  asset: AssetValue;
  /** Of `content-type` fields. */
  content: ContentValue;
  /** Of `location` fields. */
  location: LocationValue;
  /** Of `text-field` fields: plain text. Escape it before it goes into HTML. */
  text: string;
  /** Of `rich-text` fields: HTML, as the editor wrote it. Clean it before showing it. */
  rich_text: string;
  /** Of `url` fields. Not necessarily http or https. */
  url: string;
  /** Of `choice` fields: the key of the choice. */
  choice: string;
  /** Of `number` fields: of no unit. */
  number: number;
  /** Of `boolean` fields. */
  boolean: boolean;
  /** Of `datetime` fields: see `parseCmpTime`. */
  datetime: string;
  /** Of `json` fields: any JSON value, `null` too. */
  json: unknown;
}

/** The kinds of values. */
export type FieldKind = keyof FieldKinds;

/** What a field holds in one locale. `kind` tells the type of the values. */
export type FieldReading<Kind extends FieldKind = FieldKind> = {
  [Each in Kind]: {
    /** The kind of the values. */
    readonly kind: Each;
    /** The locale that was found, as CMP writes it. */
    readonly locale: string;
    /** The first value. */
    readonly value: FieldKinds[Each];
    /** All values in order; more than one only if the field is a list. */
    readonly values: readonly FieldKinds[Each][];
  };
}[Kind];

/** The member that tells each kind, and its type if it is no string; `""` stands for any. */
const marks: readonly (readonly [kind: FieldKind, name: keyof FieldValue, type?: string])[] = [
  ["asset", "asset_guid"],
  ["content", "content_guid"],
  ["location", "latitude", "number"],
  ["text", "text_value"],
  ["rich_text", "rich_text_value"],
  ["url", "url"],
  ["choice", "choice_key"],
  ["number", "num_value", "number"],
  ["boolean", "bool_value", "boolean"],
  ["datetime", "datetime_value"],
  ["json", "json_value", ""],
];

/** @throws TypeError for a kind that does not exist: no field would ever have a value */
export function requireKind(kind: FieldKind | undefined): void {
  if (kind === undefined || marks.some(([each]) => each === kind)) return;
  const all = marks.map(([each]) => each).join(", ");
  throw new TypeError(`kind must be one of ${all}, received ${describeValue(kind)}`);
}

/** The kind of a value and what it holds, as an array of one; an empty one for a value of no known kind. */
export function classify(value: unknown): readonly (readonly [kind: FieldKind, value: unknown])[] {
  const mark = marks.find(([, name, type = "string"]) => {
    const found = member(value, name);
    return type ? typeof found === type : found !== undefined;
  });
  if (!mark) return [];
  const [kind, name] = mark;
  const isWhole = marks.indexOf(mark) < 3;
  if (kind === "location" && typeof member(value, "longitude") !== "number") return [];
  return [[kind, isWhole ? value : member(value, name)]];
}
