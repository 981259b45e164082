/*
 * What the inspector's server and its page tell each other, as JSON.
 */
import type { EventInfo } from "../../payload/catalog.js";
import type { Issue } from "../../payload/shape.js";
import type { UnknownField } from "../data/field-finder.js";
import type { Field } from "../data/field-lister.js";

/** How a body compares with the type of its event. */
export type Fit = "as typed" | "unknown members" | "mismatch" | "unknown event" | "no event" | "not read";

/** One row of the list. */
export interface Summary {
  /** Counts from 1 and is not used again. */
  readonly id: number;
  /** Received by `listen`, sent from the page, or read from a file. */
  readonly origin: "received" | "sent" | "imported";
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The event's name; method and path where the body holds none. */
  readonly name: string;
  /** HTTP status of the response; 0 where there was none, as for an imported delivery. */
  readonly status: number;
  /** The code in the response, or why there was no response. */
  readonly code: string;
  readonly ms: number;
  readonly organization: string;
  readonly fit: Fit;
}

/** What a comparison with the type found. */
export interface Report {
  readonly fit: Fit;
  /** Why the body is no event, or which event was perhaps meant; empty if neither. */
  readonly problem: string;
  /** Members that are missing or of another type, the first 20. */
  readonly issues: readonly Issue[];
  /** Members that the type does not name, the first 200. */
  readonly unknownFields: readonly UnknownField[];
}

/** All that is shown of one delivery. */
export interface Detail extends Summary, Report {
  /** The body as it came; `null` where it was not read. */
  readonly body: string | null;
  /** Without those that hold a secret. */
  readonly headers: object;
  /** The body of the response. */
  readonly reply: string;
  /** Where it was sent to; empty for one that was not. */
  readonly target: string;
  /** Each moment with its milliseconds since the delivery arrived or was sent. */
  readonly steps: readonly (readonly [name: string, ms: number])[];
}

/** One event of the catalogue. */
export interface EventFacts extends EventInfo {
  readonly name: string;
}

/** The members of an event, by the catalogue, and a sample. */
export interface EventData {
  readonly fields: readonly Field[];
  readonly sample: object;
}

/** What the page must know before the first delivery. */
export interface Settings {
  /** Where `listen` takes deliveries. */
  readonly listenUrl: string;
  /** Where deliveries are sent to unless the user names another address. */
  readonly target: string;
  readonly events: readonly EventFacts[];
}

/** What the page asks to be sent. */
export interface SendRequest {
  /** The URL of `--forward`, or any http address of this machine. */
  readonly target: string;
  /** The body, sent as it is. Where it is absent, that of `replayOf`. */
  readonly body?: string;
  /** The delivery whose organization and body are sent again. */
  readonly replayOf?: number;
}

/** Kinds of "Copy as". */
export const copyKinds = ["test", "fixture", "curl", "handler"] as const;

/** The most deliveries that server and page keep; the oldest are dropped first. */
export const maxDeliveries = 5_000;
