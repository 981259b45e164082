/*
 * The Event group: entries of CMP's calendar, not to be confused with webhook events.
 */

import type { SelfLinks } from "./common.js";

/**
 * An event was added to CMP's calendar.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/event-events
 * @experimental
 * @key event.id
 */
export interface EventAddedEvent {
  event_name: "event_added";
  /** The new entry of the calendar. */
  data: EventAddedData;
}

/** The `data` of `event_added`. */
export interface EventAddedData {
  /** The new entry of the calendar. */
  event: CalendarEvent;
}

/**
 * The title, description, all-day mark, start or end of a calendar event changed. The payload does not
 * say which.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/event-events
 * @experimental
 */
export interface EventModifiedEvent {
  event_name: "event_modified";
  /** The changed entry of the calendar. */
  data: EventModifiedData;
}

/** The `data` of `event_modified`. */
export interface EventModifiedData {
  /** The entry that changed. */
  event: CalendarEvent;
}

/** An event in CMP's calendar. */
export interface CalendarEvent {
  /** Identifier of the calendar event. */
  id: string;
  /** Address of the calendar event. */
  links: SelfLinks;
}

/** The events of the Event group by name. */
export interface CalendarEventMap {
  /** A calendar event was created. */
  event_added: EventAddedEvent;
  /** A calendar event changed. */
  event_modified: EventModifiedEvent;
}
