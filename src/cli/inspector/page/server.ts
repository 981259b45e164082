import type { Schema } from "./schema.js";

const token = new URLSearchParams(location.search).get("token") ?? "";

/** The type and a sample of an event, from the package. */
export interface EventData {
  readonly schema: Schema;
  readonly sample: object;
}

/** The address of something on our server, with the token. */
export function addressOf(path: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}token=${encodeURIComponent(token)}`;
}

/** @throws Error with the text of the response, or that there is none */
export async function getText(path: string, body?: string): Promise<string> {
  const init = body === undefined ? {} : { method: "POST", body };
  const response = await fetch(addressOf(path), init).catch(() => undefined);
  const text = await response?.text();
  if (response?.ok && text !== undefined) return text;
  throw new Error(text ?? "listen does not answer: has it ended?");
}

/** @throws Error as {@link getText} does */
export async function getJson<Value>(path: string, body?: string): Promise<Value> {
  return JSON.parse(await getText(path, body));
}

/** A sample of an event, as JSON. */
export async function sampleOf(name: string): Promise<string> {
  return JSON.stringify((await getJson<EventData>(`/event?name=${name}`)).sample);
}
