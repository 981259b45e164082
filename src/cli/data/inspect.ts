import { eventNames, type Issue, isKnownEvent, nameOf, nearest, readEvent, shapes } from "../library.js";
import { member } from "../package-files.js";
import { isObject, type JsonObject } from "./json.js";
import { findUnknownFields, type UnknownField } from "./unknown-fields.js";

/** What there is to say of the body of a delivery. */
export interface Findings {
  /** The event, unless the body is none. */
  readonly event: JsonObject | undefined;
  readonly eventName: string | undefined;
  /** Whether this version of the package knows the event. */
  readonly isKnown: boolean;
  /** Why the body is no event, or which event was perhaps meant. */
  readonly problem: string | undefined;
  /** Members that are missing, or of another type than they should be. The first 20 of them. */
  readonly issues: readonly Issue[];
  /** Members that the type does not name. */
  readonly unknownFields: readonly UnknownField[];
}

/** Whether the body is an event that this version knows, and all that its type says is so. */
export function isAsTyped({ isKnown, issues }: Findings): boolean {
  return isKnown && issues.length === 0;
}

/** Compares a body, as text or as parsed JSON, with the type of its event. */
export function inspect(body: unknown): Findings {
  try {
    const { event, issues } = readEvent(body);
    const record: JsonObject = { ...event };
    const shape = shapes.get(event.event_name);
    return {
      event: record,
      eventName: event.event_name,
      isKnown: isKnownEvent(event),
      problem: shape === undefined ? describeUnknown(event.event_name) : undefined,
      issues,
      unknownFields: shape === undefined ? [] : findUnknownFields(record, shape),
    };
  } catch (thrown) {
    // By the code, since the class that the bundled reader throws is not the one of the package.
    const code = member(thrown, "code");
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
  const suggestions = nearest(name.slice(0, 100), eventNames);
  const question = suggestions.length > 0 ? ` Did you mean ${suggestions.join(" or ")}?` : "";
  return `this version of the package does not know the event.${question}`;
}

/** What the receiver sums up as `malformed_envelope`. */
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
