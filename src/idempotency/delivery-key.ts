import type { AnyEvent, EventName } from "../events/index.js";

/**
 * The events that happen once for each id, with the place of that id in `data`.
 *
 * A key that is wrongly there loses a real change; one that is wrongly missing lets an event be handled twice, which
 * handlers have to bear anyway. So an event stands here only if it cannot happen again with the same body:
 *
 * - `*_added` where the thing gets a new id when it is made: tasks, campaigns, work requests, calendar events, comments;
 * - `*_removed` of these, since a removed id does not come back;
 * - `content_preview_requested`, which brings an id of its own for every request.
 *
 * And these do not, although their names look alike: assets and briefs, which can be added again after they were
 * removed; drafts, which have no id in the payload; everything that is modified, updated, started, completed,
 * published, synced or rendered, which happens as often as somebody does it.
 */
const idOf: ReadonlyMap<string, string> = /* @__PURE__ */ new Map<EventName, string>([
  ["task_added", "task.id"],
  ["task_removed", "task.id"],
  ["campaign_added", "campaign.id"],
  ["work_request_added", "work_request.id"],
  ["work_request_removed", "work_request.id"],
  ["event_added", "event.id"],
  ["workflow_sub_step_comment_added", "comment.id"],
  ["workflow_sub_step_comment_removed", "comment.id"],
  ["external_sub_step_comment_added", "comment.id"],
  ["external_sub_step_comment_removed", "comment.id"],
  ["work_request_comment_added", "comment.id"],
  ["work_request_comment_removed", "comment.id"],
  ["content_preview_requested", "preview_id"],
]);

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
  const id = idOf.get(event.event_name)?.split(".").reduce(ownMember, event.data);
  return typeof id === "string" && id !== "" && id.length <= longestId
    ? `${event.event_name}:${id}`
    : undefined;
}

function ownMember(holder: unknown, name: string): unknown {
  const isThere = typeof holder === "object" && holder !== null && Object.hasOwn(holder, name);
  return isThere ? Reflect.get(holder, name) : undefined;
}

/** Whether the event can happen again with the same body. */
export function canRepeat(name: string): boolean {
  return !idOf.has(name);
}
