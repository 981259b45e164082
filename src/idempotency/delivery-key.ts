import type { AnyEvent } from "../events/index.js";
import { keyPaths } from "../generated/keys.js";
import { ownMember } from "../values.js";

/** Longer ids than any of CMP's are no ids; they would fill a store. */
const longestId = 200;

/**
 * The key by which a redelivery of an event is known: the same for every delivery of one event, and for no other.
 *
 * CMP sends no delivery id, and two changes of one task have the same body, byte for byte. So there is a key only for
 * events that happen once for each id (see `eventCatalog[name].repeats`); for all others equal bodies prove nothing.
 *
 * @returns for instance `"task_added:5f6a0312a5963d0591015e3e"`, at most 250 characters; `undefined` where a redelivery
 *   cannot be told from a second event
 */
export function deliveryKey(event: AnyEvent): string | undefined {
  const id = keyPaths.get(event.event_name)?.split(".").reduce(ownMember, event.data);
  return typeof id === "string" && id !== "" && id.length <= longestId
    ? `${event.event_name}:${id}`
    : undefined;
}
