import type { CmpEvent, EventName } from "../events/index.js";
import { keyPaths } from "../generated/keys.js";
import { experimentalNames, inferredNames, shapesByGroup } from "../generated/shapes.js";
import type { Shape } from "./shape.js";

/** The vendor's name for a family of events. */
export type EventGroup = keyof typeof shapesByGroup;

/** What is known of an event beside its fields. */
export interface EventInfo {
  /** The family of events it belongs to, as the vendor's pages are divided. */
  readonly group: EventGroup;
  /** Marked Experimental by the vendor: it may not be in operation, and may change. */
  readonly experimental: boolean;
  /** `false` where no source shows the event's fields, so that its type is inferred from its siblings. */
  readonly verified: boolean;
  /**
   * Whether the event can happen again with the same body, so that a redelivery cannot be told from a second event.
   * Where it is `false`, `deliveryKey` has a key.
   */
  readonly repeats: boolean;
}

/** By name, the shape of `data`. A `Map`, since the names that are looked up come from outside. */
export const shapes: ReadonlyMap<string, Shape> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Object.values(shapesByGroup).flatMap((group) => Object.entries<Shape>(group)),
);

/** The names that the vendor's tables spell wrongly, in case they are sent so. */
export const misspeltNames: ReadonlyMap<string, EventName> = /* @__PURE__ */ new Map([
  ["task_metadata_modifed", "task_metadata_modified"],
  ["external_sub_step_modfied", "external_sub_step_modified"],
]);

/** The names of all events that this version knows, 43 of them. */
export const eventNames: readonly EventName[] = /* @__PURE__ */ Object.freeze(
  /* @__PURE__ */ Object.values(shapesByGroup).flatMap((group) => Object.keys(group) as EventName[]),
);

/** What is known of each event, by name. */
export const eventCatalog: Readonly<Record<EventName, EventInfo>> = /* @__PURE__ */ describeEvents();

/**
 * Tells an event that this version knows from a newer one, and narrows the type.
 *
 * It looks at the name alone: `parseEvent` has looked at the rest.
 */
export function isKnownEvent(event: { readonly event_name: string }): event is CmpEvent {
  return shapes.has(event.event_name);
}

/** Without a prototype, so that `eventCatalog["constructor"]` is `undefined`. */
function describeEvents(): Readonly<Record<EventName, EventInfo>> {
  const catalog = Object.create(null);
  for (const [group, events] of Object.entries(shapesByGroup)) {
    for (const name of Object.keys(events) as EventName[]) {
      catalog[name] = Object.freeze({
        group,
        experimental: experimentalNames.includes(name),
        verified: !inferredNames.includes(name),
        repeats: !keyPaths.has(name),
      });
    }
  }
  return Object.freeze(catalog);
}
