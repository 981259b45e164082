/*
 * What the compiler must make of eventSchemas, held against the types of the specification. Compiled, never run.
 */
import type { StandardSchemaV1 } from "@standard-schema/spec";
import {
  type AssetAddedEvent,
  type CmpEventMap,
  type EventName,
  type EventSchemas,
  eventSchemas,
} from "optimizely-cmp-webhooks";
import type { IsEqual } from "type-fest";

type Output<Name extends EventName> = StandardSchemaV1.InferOutput<EventSchemas[Name]>;

/** Each is a schema by the specification, and by its widest form. */
export const asSpecified: { readonly [Name in EventName]: StandardSchemaV1<unknown, CmpEventMap[Name]> } =
  eventSchemas;
export const anySchema: StandardSchemaV1 = eventSchemas.asset_added;

/** What comes out is the event, by its own name, and what goes in is anything. */
export const output: IsEqual<Output<"asset_added">, AssetAddedEvent> = true;
export const outputs: { readonly [Name in EventName]: IsEqual<Output<Name>, CmpEventMap[Name]> }[EventName] =
  true;
export const input: IsEqual<StandardSchemaV1.InferInput<EventSchemas["asset_added"]>, unknown> = true;

const result = eventSchemas.asset_added["~standard"].validate({});
/** The result comes at once, and its issues tell it apart. */
export const id: string | undefined = result.issues ? undefined : result.value.data.asset.id;
export const first: PropertyKey | undefined = result.issues?.[0]?.path[0];

// @ts-expect-error There is no such event.
export const missing = eventSchemas.asset_teleported;
// @ts-expect-error The value is not there while there may be issues.
export const early = result.value.data;
// @ts-expect-error The event of one name is not the event of another.
export const mixed: StandardSchemaV1<unknown, CmpEventMap["task_added"]> = eventSchemas.asset_added;
