import type { Arguments } from "../arguments.js";
import { isHeaderValue, isKeptHeader } from "../data/headers.js";
import { isObject, type JsonObject } from "../data/json.js";
import { type Recorded, readRecordings } from "../data/recordings.js";
import { Failure, UsageError } from "../failure.js";
import { createEvent, type EventName, eventNames, toCmpJson } from "../library.js";
import { requireName } from "../values.js";
import { applySetting, readSetting, type Setting } from "./set.js";

/** One delivery that is to be sent. */
export interface Load {
  readonly eventName: string;
  readonly body: string;
  /** Those of a recorded delivery; none for a sample, which is sent with CMP's. */
  readonly headers: Readonly<Record<string, string>>;
}

/** All deliveries that are to be sent. */
export interface Loads {
  readonly loads: readonly Load[];
  /** The parts of a file that are left out, and why, a sentence each. */
  readonly problems: readonly string[];
  /** How many deliveries of a file are left out. */
  readonly leftOut: number;
}

/** @throws UsageError; Failure when the file of `--from` has nothing to send */
export function readLoads(args: Arguments): Loads {
  const settings = args.texts("set").map(readSetting);
  const file = args.text("from");
  if (args.has("all") && args.words.length > 0) {
    throw new UsageError("--all sends every event: name none with it");
  }
  if (file !== undefined) return readRecorded(file, args.words, settings);
  if (args.words.length === 0 && !args.has("all")) {
    throw new UsageError(
      "Which event? Name one or several, or --all, or --from FILE. See cmp-webhooks send --help",
    );
  }
  const names = args.has("all") ? eventNames : args.words.map(requireName);
  return { loads: names.map((name) => makeSample(name, settings)), problems: [], leftOut: 0 };
}

function makeSample(name: EventName, settings: readonly Setting[]): Load {
  return toLoad(toRecord(createEvent(name)), {}, settings);
}

function readRecorded(file: string, words: readonly string[], settings: readonly Setting[]): Loads {
  const { bodies, broken } = readRecordings(file);
  const wanted = new Set(words);
  const problems = broken.map(({ source, reason }) => `${source} is left out: ${reason}`);
  const loads = bodies
    .filter(({ body }) => wanted.size === 0 || wanted.has(nameOf(body)))
    .map((recorded) => replay(recorded, settings, problems));
  if (loads.length > 0) return { loads, problems, leftOut: broken.length };
  const names = wanted.size === 0 ? "" : ` of ${[...wanted].join(", ")}`;
  throw new Failure(`${file}: there is no delivery${names} in it`);
}

/** As it came, byte for byte if it was not JSON; what is not an object cannot be changed by `--set`. */
function replay(recorded: Recorded, settings: readonly Setting[], problems: string[]): Load {
  const { body } = recorded;
  const headers = headersOf(recorded, problems);
  if (isObject(body)) return toLoad(body, headers, settings);
  const text = typeof body === "string" ? body : toCmpJson(body);
  return { eventName: nameOf(body), body: text, headers };
}

/** Without credentials, which would be sent to whatever `--to` names; and without what no header can hold. */
function headersOf({ headers, source }: Recorded, problems: string[]): Load["headers"] {
  const kept: Record<string, string> = {};
  for (const [given, value] of Object.entries(headers)) {
    const name = given.toLowerCase();
    if (!isKeptHeader(name) || typeof value !== "string") continue;
    if (isHeaderValue(value)) kept[name] = value;
    else problems.push(`${source}: its ${name} is left out, since no header can hold the value`);
  }
  return kept;
}

function toLoad(event: JsonObject, headers: Load["headers"], settings: readonly Setting[]): Load {
  const changed = settings.reduce(applySetting, event);
  return { eventName: nameOf(changed), body: toCmpJson(changed), headers };
}

function nameOf(body: unknown): string {
  const name = isObject(body) ? body["event_name"] : undefined;
  return typeof name === "string" ? name : "no event";
}

/** As it is after `JSON.stringify`, and of a type that has any member. */
function toRecord(event: object): JsonObject {
  return JSON.parse(JSON.stringify(event));
}
