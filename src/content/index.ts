export { type EmbeddedContentsOptions, embeddedContents } from "./embedded.js";
export { type AnyContentBody, fieldsOf } from "./fields.js";
export { type ReadFieldOptions, readField } from "./read-field.js";
export { parseCmpTime } from "./time.js";
export type {
  AssetValue,
  ContentValue,
  FieldKind,
  FieldKinds,
  FieldReading,
  LocationValue,
} from "./value.js";
