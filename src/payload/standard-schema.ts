import type { CmpEventMap } from "../events/index.js";
import { shapes } from "./catalog.js";
import type { Issue, Shape } from "./shape.js";
import { issuesOf } from "./validate.js";

/** A schema for every library that supports [Standard Schema](https://standardschema.dev), version 1. */
export interface StandardSchema<Input, Output> {
  /** The members that libraries read. */
  readonly "~standard": StandardSchemaProps<Input, Output>;
}

/** The members that Standard Schema requires. */
export interface StandardSchemaProps<Input, Output> {
  /** The version of Standard Schema. */
  readonly version: 1;
  /** The vendor of the schema. */
  readonly vendor: "optimizely-cmp-webhooks";
  /** Checks a value against the schema. It does not change the value. */
  readonly validate: (value: unknown) => StandardSchemaResult<Output>;
  /** For the compiler only, `input` and `output`: absent at run time. */
  readonly types?: { readonly input: Input; readonly output: Output } | undefined;
}

/** The `value`, or its `issues`: one of the two. */
export type StandardSchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardSchemaIssue[] };

/** One difference from the schema. It never holds a value of the payload. */
export interface StandardSchemaIssue {
  /** For people: the expected type, and the received one. */
  readonly message: string;
  /** The path from the event on. A key of more than 64 characters is cut. */
  readonly path: readonly (string | number)[];
}

/** A schema for each event, by name. */
export type EventSchemas = {
  readonly [Name in keyof CmpEventMap]: StandardSchema<unknown, CmpEventMap[Name]>;
};

/**
 * Each event as a Standard Schema, for instance `eventSchemas.task_added`.
 *
 * A schema takes an event that is already parsed from JSON. Unlike `parseEvent`, it takes neither a string nor the two
 * names that the vendor's tables misspell. Unknown members are allowed.
 */
export const eventSchemas: EventSchemas = /* @__PURE__ */ makeSchemas();

/** Without a prototype, so that `eventSchemas["constructor"]` is `undefined`. */
function makeSchemas(): EventSchemas {
  const schemas = Object.create(null);
  for (const [name, shape] of shapes) {
    const validate = (value: unknown) => validateEvent(name, shape, value);
    schemas[name] = { "~standard": { version: 1, vendor: "optimizely-cmp-webhooks", validate } };
  }
  return Object.freeze(schemas);
}

/** If the name differs, report only that. */
function validateEvent(name: string, shape: Shape, value: unknown): StandardSchemaResult<unknown> {
  const { event_name: received, data } = Object(value);
  if (received !== name) return { issues: [{ message: `Expected "${name}"`, path: ["event_name"] }] };
  const issues = issuesOf(shape, data).map(toStandard);
  return issues.length > 0 ? { issues } : { value };
}

function toStandard({ path, expected, received }: Issue): StandardSchemaIssue {
  return { message: `Expected ${expected}, received ${received}`, path: stepsOf(path) };
}

/** `data.fields["a b"][0]` as `["data", "fields", "a b", 0]`. */
function stepsOf(path: string): (string | number)[] {
  const steps = path.match(/"(?:\\.|[^"\\])*"|[\w$]+/g) ?? [];
  return steps.map((step) => (/^["\d]/.test(step) ? JSON.parse(step) : step));
}
