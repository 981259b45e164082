import { parseRecordings } from "../data/recordings.js";
import { lineOf } from "../listen/journal.js";
import type { DeliveryStore } from "./store.js";
import type { Detail } from "./wire.js";

/** Deliveries with a body, a line each, as `listen --save` writes them. */
export function exportLines(details: readonly Detail[]): string {
  return details
    .flatMap(({ at, headers, body }) => (body === null ? [] : [`${lineOf(new Date(at), headers, body)}\n`]))
    .join("");
}

/** Adds the deliveries of a file that `listen --save` wrote, or of any that `check` reads. @returns what it did */
export function importLines(text: string, store: DeliveryStore): string {
  const { bodies, broken } = parseRecordings(text, "import");
  for (const { body, headers, receivedAt } of bodies) {
    const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
    store.add({
      ...{ origin: "imported", label: "imported", code: "imported", status: 0, ms: 0 },
      ...{ reply: "", target: "", steps: [], headers: Object.fromEntries(entries) },
      at: Date.parse(String(receivedAt)) || Date.now(),
      text: typeof body === "string" ? body : JSON.stringify(body),
    });
  }
  return `${bodies.length} imported, ${broken.length} could not be read`;
}
