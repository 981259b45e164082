import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { isDeep, isObject, type JsonObject, parse } from "../data/json.js";
import { createEvent, isKnownEvent, override } from "../library.js";
import type { copyKinds, Detail } from "./wire.js";

/**
 * A delivery as text for another place: a test, a fixture, a shell or a receiver. JSON is written in ASCII, so that no
 * character can hide what it does.
 */
export function copyAs(kind: (typeof copyKinds)[number], detail: Detail, target: string): string {
  const { name } = detail;
  const body = detail.body ?? "";
  const parsed = parse(body);
  const value = isDeep(parsed?.value) ? undefined : parsed?.value;
  const copies = {
    fixture: () => (value === undefined ? body : `${toAscii(JSON.stringify(value, null, 2))}\n`),
    curl: () => curlOf(parsed === undefined ? body : toAscii(body), target),
    handler: () => handlerOf(name),
    test: () => testOf(name, codeOf(detail, value, body), target),
  };
  return copies[kind]();
}

/** For a shell nothing is special between single quotes but the quote itself. */
function curlOf(body: string, target: string): string {
  const [url, data] = [target, body].map((text) => `'${text.replaceAll("'", "'\\''")}'`);
  const headers = `-H "callback-secret: $CMP_WEBHOOK_SECRET" -H 'content-type: application/json'`;
  return `curl -i ${url} \\\n  ${headers} \\\n  --data-raw ${data}\n`;
}

function handlerOf(name: string): string {
  const isKnown = isKnownEvent({ event_name: name });
  return `import { EventRouter } from "optimizely-cmp-webhooks";

export const router = new EventRouter();

router.${isKnown ? `on("${name}", ` : "onUnknown("}async (event) => {
  console.log(event.event_name, event.data);
});
`;
}

/** For `node --test`, without a library; it is TypeScript as well. */
function testOf(name: string, code: string, target: string): string {
  const names = code.startsWith("createEvent(") ? "createEvent, deliver" : "deliver";
  const imports = [
    'import assert from "node:assert/strict";',
    'import { test } from "node:test";',
    `import { ${names} } from "optimizely-cmp-webhooks/testing";`,
  ].join("\n");
  return `${imports}

// Your receiver: a URL, or its listener or fetch handler.
const target = ${JSON.stringify(target)};

test(${toAscii(JSON.stringify(`${name.slice(0, 100)} is acknowledged`))}, async () => {
  const event = ${toAscii(code)};
  const { status } = await deliver(target, event, { secret: process.env["CMP_WEBHOOK_SECRET"] });
  assert.ok(status === 200 || status === 202, \`status \${status}\`);
});
`;
}

/** The event as code: `createEvent(...)` where that gives this very event and compiles, else the event, else its text. */
function codeOf({ name, fit }: Detail, value: unknown, body: string): string {
  const event = { event_name: name };
  const isEvent = isObject(value) && fit !== "no event";
  if (isEvent && fit === "as typed" && isKnownEvent(event)) {
    const sample = createEvent(event.event_name);
    const overrides = differences(new Map(Object.entries(sample)), value);
    const literal = Object.keys(overrides).length === 0 ? "" : toLiteral(overrides);
    const isSame = literal !== undefined && isDeepStrictEqual(override(sample, overrides), value);
    if (isSame) return `createEvent("${name}"${literal && `, ${literal}`})`;
  }
  return (isEvent ? toLiteral(value) : undefined) ?? JSON.stringify(body);
}

/** What must be told to get from one object to the other: members that differ, `undefined` for those to take off. */
function differences(from: ReadonlyMap<string, unknown>, to: JsonObject): JsonObject {
  const names = new Set([...from.keys(), ...Object.keys(to)]);
  const found = [...names].flatMap((name): (readonly [string, unknown])[] => {
    const [one, other] = [from.get(name), Object.hasOwn(to, name) ? to[name] : undefined];
    if (isDeepStrictEqual(one, other)) return [];
    const areObjects = isObject(one) && isObject(other);
    return [[name, areObjects ? differences(new Map(Object.entries(one)), other) : other]];
  });
  return Object.fromEntries(found);
}

/** The object as code, which JSON is but for `undefined`, and for `__proto__`, which sets the prototype: no code then. */
function toLiteral(value: JsonObject): string | undefined {
  const absent = randomUUID();
  const json = JSON.stringify(value, (_key, inner) => (inner === undefined ? absent : inner), 2);
  if (json.includes('"__proto__":')) return undefined;
  // A line begins with a quote at a key, or at an item of an array, behind which no colon can stand.
  const code = json.replaceAll(`"${absent}"`, "undefined").replace(/^(\s*)"([a-z_]\w*)": /gim, "$1$2: ");
  return code.replaceAll("\n", "\n  ");
}

/** Within JSON and its strings, every other character has an escape of ASCII. */
function toAscii(json: string): string {
  return json.replace(/[^\n\x20-\x7e]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
