import type { CmpEventMap, EventName } from "../events/index.js";
import { shapes } from "./catalog.js";
import type { Issue, Shape } from "./shape.js";
import { issuesOf } from "./validate.js";

/** A schema that every library takes which knows [Standard Schema](https://standardschema.dev), version 1. */
export interface StandardSchema<Input, Output> {
  /** What the libraries read. */
  readonly "~standard": StandardSchemaProps<Input, Output>;
}

/** The members that Standard Schema demands. */
export interface StandardSchemaProps<Input, Output> {
  /** The version of Standard Schema. */
  readonly version: 1;
  /** Who made the schema. */
  readonly vendor: "optimizely-cmp-webhooks";
  /** Tells whether a value is what the schema describes. It leaves the value as it is. */
  readonly validate: (value: unknown) => StandardSchemaResult<Output>;
  /** For the compiler only: absent at run time. */
  readonly types?: { readonly input: Input; readonly output: Output } | undefined;
}

/** The value, or what is wrong with it. */
export type StandardSchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardSchemaIssue[] };

/** One thing that is wrong. It never holds a value of the payload. */
export interface StandardSchemaIssue {
  /** For people: what should be there, and what is. */
  readonly message: string;
  /** The way to it, from the event on. A key of more than 64 characters is cut. */
  readonly path: readonly (string | number)[];
}

/** A schema for each event, by name. */
export type EventSchemas = {
  readonly [Name in EventName]: StandardSchema<unknown, CmpEventMap[Name]>;
};

/**
 * Each event as a Standard Schema, for instance `eventSchemas.task_added`.
 *
 * A schema takes an event that is already parsed from JSON, with the right spelling of its name: unlike `parseEvent`,
 * it takes neither text nor the two names that the vendor's tables misspell. Members that nobody knows yet are fine.
 */
export const eventSchemas: EventSchemas = /* @__PURE__ */ makeSchemas();

/** Without a prototype, as a name may come from outside: `eventSchemas["constructor"]` is `undefined`. */
function makeSchemas(): EventSchemas {
  const schemas = Object.create(null);
  for (const [name, shape] of shapes) {
    const validate = (value: unknown) => validateEvent(name, shape, value);
    schemas[name] = { "~standard": { version: 1, vendor: "optimizely-cmp-webhooks", validate } };
  }
  return Object.freeze(schemas);
}

/** What another event holds is nobody's concern, so a wrong name is all that is said of it. */
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
