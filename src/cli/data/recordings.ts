import { closeSync, openSync, readSync } from "node:fs";
import { Failure, messageOf, systemCodeOf } from "../failure.js";
import { isDeep, isObject, type JsonObject, mostLevels, parse } from "./json.js";

/** One body of a file. */
export interface Recorded {
  /** Where it is: `file`, `file:3` for a line, `file[2]` for an item of an array. */
  readonly source: string;
  /** Parsed JSON; or text, where the recorded body was not JSON. */
  readonly body: unknown;
  /** The headers that were recorded with it. */
  readonly headers: JsonObject;
  /** When it was received, as `listen --save` writes it. */
  readonly receivedAt?: unknown;
}

/** A part of a file that cannot be read, mostly the last line, which was cut off. */
export interface Broken {
  readonly source: string;
  /** For instance `it is not JSON`. */
  readonly reason: string;
}

/** The bodies in a file, and the parts that are none. */
export interface Recordings {
  readonly bodies: readonly Recorded[];
  readonly broken: readonly Broken[];
}

/** The limit for a file, in MiB and bytes: `/dev/zero` has no end. */
const mostMebibytes = 64;
const mostBytes = mostMebibytes * 1024 * 1024;

const reasons: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "there is no such file"],
  ["EISDIR", "it is a folder"],
  ["EACCES", "you may not read it"],
  ["ERR_ENCODING_INVALID_ENCODED_DATA", "it is not UTF-8"],
]);

/**
 * Reads a file of one body, of an array of bodies, or of NDJSON, one body a line; each by itself or as
 * `{"headers": ..., "body": ...}`.
 *
 * @param file its path, or `-` for stdin; at most 64 MiB
 * @throws Failure when it cannot be read, is too large, is not UTF-8, or holds no body
 */
export function readRecordings(file: string): Recordings {
  const name = file === "-" ? "stdin" : file;
  const text = readText(file, name);
  if (text.trim() === "") throw new Failure(`${name}: it is empty`);
  const recordings = parseRecordings(text, name);
  if (recordings.bodies.length + recordings.broken.length > 0) return recordings;
  throw new Failure(`${name}: there is no body in it`);
}

/** The same of text that is at hand. @param name of the file, for messages */
export function parseRecordings(text: string, name: string): Recordings {
  const whole = parse(text);
  return whole === undefined ? readLines(text, name) : sort(itemsOf(whole.value, name));
}

function readText(file: string, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readBytes(file));
  } catch (thrown) {
    throw new Failure(`${name}: ${reasons.get(systemCodeOf(thrown) ?? "") ?? messageOf(thrown)}`);
  }
}

/** Not by its size, which devices and pipes do not have. */
function readBytes(file: string): Uint8Array {
  const descriptor = file === "-" ? 0 : openSync(file, "r");
  try {
    const chunks: Buffer[] = [];
    for (let size = 0; size <= mostBytes; ) {
      const chunk = Buffer.allocUnsafe(64 * 1024);
      const length = readSome(descriptor, chunk);
      if (length === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, length));
      size += length;
    }
  } finally {
    if (file !== "-") closeSync(descriptor);
  }
  throw new Failure(`it must be at most ${mostMebibytes} MiB. Split it`);
}

/** Some systems report the end of stdin as an error, and others that a slow writer has nothing yet. */
function readSome(descriptor: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, chunk, 0, chunk.length, null);
    } catch (thrown) {
      const code = systemCodeOf(thrown);
      if (code === "EOF") return 0;
      if (code !== "EAGAIN") throw thrown;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** A value, and where it is. */
interface Item {
  readonly value: unknown;
  readonly source: string;
}

function itemsOf(value: unknown, name: string): readonly Item[] {
  return Array.isArray(value)
    ? value.map((item, index) => ({ value: item, source: `${name}[${index}]` }))
    : [{ value, source: name }];
}

function sort(items: readonly Item[]): Recordings {
  return {
    bodies: items.filter(({ value }) => !isDeep(value)).map(unpack),
    broken: items
      .filter(({ value }) => isDeep(value))
      .map(({ source }) => ({ source, reason: `it is nested deeper than ${mostLevels} levels` })),
  };
}

/** A text that is not JSON as a whole is NDJSON if any line of it is an object; else it is one broken body. */
function readLines(text: string, name: string): Recordings {
  const items: Item[] = [];
  const broken: Broken[] = [];
  text.split("\n").forEach((content, index) => {
    if (content.trim() === "") return;
    const source = `${name}:${index + 1}`;
    const parsed = parse(content);
    if (isObject(parsed?.value)) items.push({ value: parsed.value, source });
    else broken.push({ source, reason: `it is not ${parsed === undefined ? "JSON" : "an object"}` });
  });
  if (items.length === 0) return { bodies: [{ source: name, body: text, headers: {} }], broken: [] };
  const sorted = sort(items);
  return { bodies: sorted.bodies, broken: [...broken, ...sorted.broken] };
}

/** A capture has its body inside; an event has none, or an `event_name` beside it. */
function unpack({ value, source }: Item): Recorded {
  const isCapture = isObject(value) && Object.hasOwn(value, "body") && !Object.hasOwn(value, "event_name");
  if (!isCapture) return { source, body: value, headers: {} };
  const { body, headers, receivedAt } = value;
  return { source, body, headers: isObject(headers) ? headers : {}, receivedAt };
}
