import { ReceiverError } from "../errors.js";
import type { AnyEvent, UnknownEvent } from "../events/index.js";
import { isBytes, isRecord } from "../values.js";
import { misspeltNames, shapes } from "./catalog.js";
import type { Issue } from "./shape.js";
import { issuesOf } from "./validate.js";

/** An event, and its differences from its type. */
export interface ParsedEvent {
  readonly event: AnyEvent;
  readonly issues: readonly Issue[];
}

/**
 * Turns the body of a delivery into an event, typed by its `event_name`.
 *
 * The event keeps its wire form, unknown members included; only the two names that the vendor's tables misspell
 * (`task_metadata_modifed`, `external_sub_step_modfied`) are corrected. An unknown name is not an
 * error: narrow with `isKnownEvent`.
 *
 * @param body JSON as a string, as UTF-8 bytes, or already parsed; a byte order mark is skipped. Its length is not
 *   limited here: limit it when you read it.
 * @throws ReceiverError `malformed_json` when it is not JSON or not UTF-8
 * @throws ReceiverError `malformed_envelope` when it is not `{"event_name": string, "data": object}`
 * @throws ReceiverError `payload_mismatch` when members of `data` are missing or of another type, with `issues`
 */
export function parseEvent(body: string | Uint8Array | object): AnyEvent {
  const { event, issues } = readEvent(body);
  if (issues.length > 0) throw new ReceiverError("payload_mismatch", { issues });
  return event;
}

/** As `parseEvent`, but returns mismatches as issues instead of an error. */
export function readEvent(body: unknown): ParsedEvent {
  const event = requireEnvelope(decode(body));
  const shape = shapes.get(event.event_name);
  return shape === undefined ? readMisspelt(event) : { event, issues: issuesOf(shape, event.data) };
}

/** An unknown name; it may be one that the vendor's tables misspell. */
function readMisspelt(event: UnknownEvent): ParsedEvent {
  const name = misspeltNames.get(event.event_name);
  return name === undefined ? { event, issues: [] } : readEvent({ ...event, event_name: name });
}

/** Throws on invalid bytes, and skips a byte order mark. Made on first use, since jest's jsdom has no `TextDecoder`. */
let utf8: InstanceType<typeof TextDecoder> | undefined;

function decodeUtf8(bytes: Uint8Array | ArrayBuffer): string {
  utf8 ??= new TextDecoder("utf-8", { fatal: true });
  return utf8.decode(bytes);
}

function decode(body: unknown): unknown {
  const isText = typeof body === "string";
  if (!isText && !isBytes(body)) return body;
  try {
    return JSON.parse(isText ? body.replace(/^\uFEFF/, "") : decodeUtf8(body));
  } catch (cause) {
    throw new ReceiverError("malformed_json", { cause });
  }
}

function requireEnvelope(body: unknown): UnknownEvent {
  if (isEnvelope(body)) return body;
  throw new ReceiverError("malformed_envelope");
}

function isEnvelope(value: unknown): value is UnknownEvent {
  if (!isRecord(value)) return false;
  const { event_name: name, data } = value;
  return typeof name === "string" && name !== "" && isRecord(data);
}
