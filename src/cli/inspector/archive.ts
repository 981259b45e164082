import { isDeep, isObject, parse } from "../data/json.js";
import type { DeliveryStore, Observed } from "./store.js";
import type { Detail } from "./wire.js";

/** What an import did. */
export interface Imported {
  readonly added: number;
  /** Lines that could not be read. */
  readonly broken: number;
}

/** Deliveries with a body, a line each, as `listen --save` writes them. */
export function exportLines(details: readonly Detail[]): string {
  return details
    .flatMap(({ at, headers, body }) => (body === null ? [] : [lineOf(at, headers, body)]))
    .join("");
}

/** A body that is JSON goes in as it is: to read and write it again would change its numbers. */
function lineOf(at: number, headers: object, body: string): string {
  const head = JSON.stringify({ receivedAt: new Date(at), headers }).slice(0, -1);
  const isJson = parse(body) !== undefined;
  return `${head},"body":${isJson ? body.replace(/[\r\n]/g, " ") : JSON.stringify(body)}}\n`;
}

/** Adds the deliveries of a file that `listen --save` or {@link exportLines} wrote, or lines that are events. */
export function importLines(text: string, store: DeliveryStore): Imported {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const read = lines.flatMap((line) => parse(line) ?? []).filter(({ value }) => !isDeep(value));
  for (const { value } of read) store.add(toObserved(value));
  return { added: read.length, broken: lines.length - read.length };
}

function toObserved(line: unknown): Observed {
  const { receivedAt, headers, body } = isObject(line) && "body" in line ? line : { body: line };
  const pairs = isObject(headers) ? Object.entries(headers) : [];
  return {
    origin: "imported",
    at: Date.parse(String(receivedAt)) || Date.now(),
    label: "imported",
    headers: Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), String(value)])),
    text: typeof body === "string" ? body : JSON.stringify(body),
    ...{ status: 0, code: "imported", ms: 0, reply: "", target: "", steps: [] },
  };
}
