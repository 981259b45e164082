/*
 * All events of CMP: the one list from which the schemas, the run-time tables and every type are derived.
 *
 * An event that happens once for each id has a tag with the path of that id in `data`, such as `@key task.id`; from
 * the tags come the keys of `deliveryKey`. A tag in the wrong place loses a real change, while a missing one lets an
 * event be handled twice, and handlers must allow for that anyway. So an event has a tag only if it cannot happen
 * again with the same body:
 *
 * - `*_added` where CMP makes a new id: tasks, campaigns, work requests, calendar events, comments;
 * - `*_removed` of these, since CMP does not use an id again;
 * - `content_preview_requested`, which has an id for each request.
 *
 * Without a tag are: assets and briefs, which can be added again after they were removed; drafts, which have no id in
 * the payload; everything that is modified, updated, started, completed, published, synced or rendered, since that can
 * happen again.
 */

import type { CalendarEventMap } from "./calendar.js";
import type { CampaignEventMap } from "./campaign.js";
import type { ExternalWorkEventMap } from "./external-work.js";
import type { LibraryEventMap } from "./library.js";
import type { PublishEventMap } from "./publish.js";
import type { TaskEventMap } from "./task.js";
import type { WorkRequestEventMap } from "./work-request.js";

export type * from "./calendar.js";
export type * from "./campaign.js";
export type * from "./common.js";
export type * from "./content-type.js";
export type * from "./external-work.js";
export type * from "./external-work-parts.js";
export type * from "./field-definition.js";
export type * from "./field-value.js";
export type * from "./library.js";
export type * from "./preview.js";
export type * from "./publish.js";
export type * from "./publish-parts.js";
export type * from "./published-article.js";
export type * from "./published-content.js";
export type * from "./structured-content.js";
export type * from "./sub-step.js";
export type * from "./task.js";
export type * from "./task-asset.js";
export type * from "./task-metadata.js";
export type * from "./work-request.js";
export type * from "./work-request-parts.js";

/** Every event by name. `CmpEventMap["task_added"]` is `TaskAddedEvent`. */
export interface CmpEventMap
  extends LibraryEventMap,
    TaskEventMap,
    ExternalWorkEventMap,
    CampaignEventMap,
    PublishEventMap,
    WorkRequestEventMap,
    CalendarEventMap {}

/** The name of an event that this version knows. */
export type EventName = keyof CmpEventMap;

/** Any event that this version knows. Switch on `event_name` to narrow it. */
export type CmpEvent = CmpEventMap[EventName];

/** An event whose name this version does not know; CMP may add events without notice. */
export interface UnknownEvent {
  /** The name as CMP sent it. */
  event_name: string;
  /** The data as CMP sent it, unchecked. */
  data: Readonly<Record<string, unknown>>;
}

/** An event of any name, known to this version or not. Narrow it with `isKnownEvent`. */
export type AnyEvent = CmpEvent | UnknownEvent;
