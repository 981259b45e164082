import type { CmpEvent, CmpEventMap, EventName } from "../events/index.js";
import { keyPaths } from "../generated/keys.js";
import { experimentalNames, inferredNames, shapesByGroup } from "../generated/shapes.js";
import type { Shape } from "./shape.js";

/** The vendor's name for a family of events. */
export type EventGroup = keyof typeof shapesByGroup;

/** Facts about an event, apart from its fields. */
export interface EventInfo {
  /** The family of the event, as on the vendor's pages. */
  readonly group: EventGroup;
  /** Marked Experimental by the vendor: it may not be in operation, and may change. */
  readonly experimental: boolean;
  /** `false` where no source shows the event's fields; its type is inferred from similar events. */
  readonly verified: boolean;
  /**
   * Whether the event can happen again with the same body, so that a redelivery looks like a second event.
   * If it is `false`, `deliveryKey` returns a key.
   */
  readonly repeats: boolean;
}

/** The shape of `data` by event name. A `Map`, since the sender chooses the names that are looked up. */
export const shapes: ReadonlyMap<string, Shape> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Object.values(shapesByGroup).flatMap((group) => Object.entries<Shape>(group)),
);

/** Wrong spellings in the vendor's tables, in case CMP sends them, and the right names. */
export const misspeltNames: ReadonlyMap<string, EventName> = /* @__PURE__ */ new Map([
  ["task_metadata_modifed", "task_metadata_modified"],
  ["external_sub_step_modfied", "external_sub_step_modified"],
]);

/** The names of all 43 events that this version knows. */
export const eventNames: readonly EventName[] = /* @__PURE__ */ Object.freeze(
  /* @__PURE__ */ Object.values(shapesByGroup).flatMap((group) => Object.keys(group) as EventName[]),
);

/** Facts about each event, by name. */
export const eventCatalog: { readonly [Name in keyof CmpEventMap]: EventInfo } =
  /* @__PURE__ */ describeEvents();

/**
 * Whether this version knows the event; it narrows the type.
 *
 * It checks the name only: `parseEvent` has checked the data. `false` for anything that is no event.
 */
export function isKnownEvent(event: { readonly event_name: string }): event is CmpEvent {
  return shapes.has(event?.event_name);
}

/** Without a prototype, so that `eventCatalog["constructor"]` is `undefined`. */
function describeEvents(): typeof eventCatalog {
  const catalog = Object.create(null);
  for (const [group, events] of Object.entries(shapesByGroup)) {
    for (const name of Object.keys(events)) {
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
