import type { AnyEvent } from "../events/index.js";
import { keyPaths } from "../generated/keys.js";
import { ownMember } from "../values.js";

/** CMP's ids are shorter. Longer ones would fill a store. */
const longestId = 200;

/**
 * The key that identifies an event: the same for every delivery of it, and different for any other event.
 *
 * CMP sends no delivery id, and two changes of one task have the same body, byte for byte. So there is a key only for
 * events that happen once for each id (see `eventCatalog[name].repeats`); for all others equal bodies prove nothing.
 *
 * @returns for instance `"task_added:5f6a0312a5963d0591015e3e"`, at most 250 characters; `undefined` where a redelivery
 *   and a second event look the same
 */
export function deliveryKey(event: AnyEvent): string | undefined {
  const id = keyPaths.get(event?.event_name)?.split(".").reduce(ownMember, event.data);
  return typeof id === "string" && id !== "" && id.length <= longestId
    ? `${event.event_name}:${id}`
    : undefined;
}
