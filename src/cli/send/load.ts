import type { Arguments } from "../arguments.js";
import { isObject, type JsonObject } from "../data/json.js";
import { type BrokenLine, type Recorded, readRecordings } from "../data/recordings.js";
import { Failure, UsageError } from "../failure.js";
import { createEvent, type EventName, eventNames, nearest } from "../library.js";
import { applySetting, readSetting, type Setting } from "./set.js";

/** One delivery that is to be made. */
export interface Load {
  readonly eventName: string;
  readonly body: string;
  /** Those of a recorded delivery; of a sample none, so that it gets CMP's. */
  readonly headers: Readonly<Record<string, string>>;
}

/** All deliveries that are to be made, and the lines of a file that give none. */
export interface Loads {
  readonly loads: readonly Load[];
  readonly broken: readonly BrokenLine[];
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
  return { loads: names.map((name) => makeSample(name, settings)), broken: [] };
}

/** @throws UsageError that names the nearest */
export function requireName(wanted: string): EventName {
  const name = eventNames.find((known) => known === wanted);
  if (name !== undefined) return name;
  const suggestions = nearest(wanted.slice(0, 100), eventNames);
  const question = suggestions.length > 0 ? ` Did you mean ${suggestions.join(" or ")}?` : "";
  throw new UsageError(`CMP has no event ${JSON.stringify(wanted)}.${question} See cmp-webhooks events`);
}

function makeSample(name: EventName, settings: readonly Setting[]): Load {
  return toLoad(toRecord(createEvent(name)), {}, settings);
}

function readRecorded(file: string, words: readonly string[], settings: readonly Setting[]): Loads {
  const { bodies, broken } = readRecordings(file);
  const wanted = new Set(words);
  const loads = bodies.map((recorded) => replay(recorded, settings));
  const chosen = wanted.size === 0 ? loads : loads.filter(({ eventName }) => wanted.has(eventName));
  if (chosen.length > 0) return { loads: chosen, broken };
  const names = wanted.size === 0 ? "" : ` of ${[...wanted].join(", ")}`;
  throw new Failure(`${file}: there is no delivery${names} in it`);
}

/** As it came, byte for byte if it was no JSON; what is no object cannot be changed by `--set`. */
function replay({ body, headers }: Recorded, settings: readonly Setting[]): Load {
  const kept = Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === "string" && !ownHeaders.test(name) ? [[name.toLowerCase(), value] as const] : [],
    ),
  );
  if (isObject(body)) return toLoad(body, kept, settings);
  return {
    eventName: "no event",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: kept,
  };
}

/** They are about the connection of that time, or are made anew; the rest is replayed, with what CMP may have added. */
const ownHeaders =
  /^(host|connection|keep-alive|content-length|content-encoding|transfer-encoding|te|trailer|upgrade|expect|accept-encoding|callback-secret|proxy-.*|x-forwarded-.*|sec-.*|:.*)$/i;

function toLoad(event: JsonObject, headers: Load["headers"], settings: readonly Setting[]): Load {
  const changed = settings.reduce(applySetting, event);
  const { event_name: name } = changed;
  return { eventName: typeof name === "string" ? name : "no event", body: JSON.stringify(changed), headers };
}

/** As it comes out at the other end, and of a type that has any member. */
function toRecord(event: object): JsonObject {
  return JSON.parse(JSON.stringify(event));
}
