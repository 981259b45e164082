import { readFileSync } from "node:fs";
import { Failure, messageOf, systemCodeOf } from "../failure.js";
import { isObject, type JsonObject } from "./json.js";

/** One body of a file. */
export interface Recorded {
  /** Where it stands: `file`, `file:3` for a line, `file[2]` for an item of an array. */
  readonly source: string;
  /** Parsed JSON; or text, where what was recorded was no JSON. */
  readonly body: unknown;
  /** The headers that were recorded with it. */
  readonly headers: JsonObject;
}

/** A line of NDJSON that cannot be read, mostly the last one, which was cut off. */
export interface BrokenLine {
  readonly source: string;
}

/** The bodies in a file, and what in it is none. */
export interface Recordings {
  readonly bodies: readonly Recorded[];
  readonly broken: readonly BrokenLine[];
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "you may not read it",
};

/**
 * Reads a file of one body, of an array of bodies, or of NDJSON, one body a line; each by itself or as
 * `{"headers": ..., "body": ...}`.
 *
 * @param file its path, or `-` for stdin
 * @throws Failure when it cannot be read, is not UTF-8 or holds nothing
 */
export function readRecordings(file: string): Recordings {
  const name = file === "-" ? "stdin" : file;
  const text = readText(file, name);
  if (text.trim() === "") throw new Failure(`${name}: it is empty`);
  const whole = parse(text);
  if (whole !== undefined) return { bodies: readItems(whole.value, name), broken: [] };
  return readLines(text, name);
}

function readText(file: string, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file === "-" ? 0 : file));
  } catch (thrown) {
    const code = systemCodeOf(thrown) ?? "";
    const reason = code === "ERR_ENCODING_INVALID_ENCODED_DATA" ? "it is not UTF-8" : reasons[code];
    throw new Failure(`${name}: ${reason ?? messageOf(thrown)}`);
  }
}

function readItems(value: unknown, name: string): readonly Recorded[] {
  return Array.isArray(value)
    ? value.map((item, index) => unpack(item, `${name}[${index}]`))
    : [unpack(value, name)];
}

/** A text that is no JSON as a whole is NDJSON if any line of it is an object; else it is one broken body. */
function readLines(text: string, name: string): Recordings {
  const bodies: Recorded[] = [];
  const broken: BrokenLine[] = [];
  text.split("\n").forEach((content, index) => {
    if (content.trim() === "") return;
    const source = `${name}:${index + 1}`;
    const parsed = parse(content);
    if (isObject(parsed?.value)) bodies.push(unpack(parsed.value, source));
    else broken.push({ source });
  });
  const isNdjson = bodies.some(({ body }) => typeof body === "string" || isObject(body));
  return isNdjson ? { bodies, broken } : { bodies: [{ source: name, body: text, headers: {} }], broken: [] };
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** A capture has its body inside; an event has none, or an `event_name` beside it. */
function unpack(value: unknown, source: string): Recorded {
  const isCapture = isObject(value) && Object.hasOwn(value, "body") && !Object.hasOwn(value, "event_name");
  if (!isCapture) return { source, body: value, headers: {} };
  const { body, headers } = value;
  return { source, body, headers: isObject(headers) ? headers : {} };
}
