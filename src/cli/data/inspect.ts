import { systemCodeOf } from "../failure.js";
import { didYouMean, eventNames, type Issue, isKnownEvent, nameOf, readEvent } from "../library.js";
import type { UnknownField } from "./field-finder.js";
import { finderOf } from "./fields.js";
import { isObject, type JsonObject } from "./json.js";
import { findUnknownFields } from "./unknown-fields.js";

/** The result of comparing a body with the type of its event. */
export interface Findings {
  /** The event; `undefined` where the body is not one. */
  readonly event: JsonObject | undefined;
  readonly eventName: string | undefined;
  /** Whether this version of the package knows the event. */
  readonly isKnown: boolean;
  /** Why the body is not an event, or which event was perhaps meant. */
  readonly problem: string | undefined;
  /** Members that are missing or of the wrong type, at most 20. */
  readonly issues: readonly Issue[];
  /** Members that the type does not name. */
  readonly unknownFields: readonly UnknownField[];
}

/** Whether the body is a known event that has no mismatch. */
export function isAsTyped({ isKnown, issues }: Findings): boolean {
  return isKnown && issues.length === 0;
}

/** Compares a body, as text or as parsed JSON, with the type of its event. */
export function inspect(body: unknown): Findings {
  try {
    const { event, issues } = readEvent(body);
    const record: JsonObject = { ...event };
    const isKnown = isKnownEvent(event);
    return {
      event: record,
      eventName: event.event_name,
      isKnown,
      problem: isKnown ? undefined : describeUnknown(event.event_name),
      issues,
      unknownFields: isKnown ? findUnknownFields(record, finderOf(event.event_name)) : [],
    };
  } catch (thrown) {
    const code = systemCodeOf(thrown);
    if (code !== "malformed_json" && code !== "malformed_envelope") throw thrown;
    const isJson = code === "malformed_envelope";
    return {
      event: undefined,
      eventName: undefined,
      isKnown: false,
      problem: isJson ? 'it is not {"event_name": string, "data": object}' : "it is not JSON",
      issues: isJson ? envelopeIssues(typeof body === "string" ? JSON.parse(body) : body) : [],
      unknownFields: [],
    };
  }
}

function describeUnknown(name: string): string {
  return `this version of the package does not know the event.${didYouMean(name, eventNames)}`;
}

/** The details of `malformed_envelope`. */
function envelopeIssues(body: unknown): readonly Issue[] {
  if (!isObject(body)) return [{ path: "body", expected: "object", received: nameOf(body) }];
  const { event_name: name, data } = body;
  const issues: Issue[] = [];
  if (typeof name !== "string" || name === "") {
    issues.push({
      path: "event_name",
      expected: "string",
      received: name === "" ? "empty string" : nameOf(name),
    });
  }
  if (!isObject(data)) issues.push({ path: "data", expected: "object", received: nameOf(data) });
  return issues;
}
