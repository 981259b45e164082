/*
 * Tells how sure it is what an event looks like.
 */
import type { Field } from "./fields.js";
import type { Definition } from "./source.js";

/** The events that integrators recorded. The comments of the interfaces tell the rest. */
const recorded = new Set(["content_preview_requested"]);

/** In a sentence or two. */
export function certaintyOf(name: string, event: Definition, fields: readonly Field[]): string {
  const sentence = event.inferred ? inference(event) : evidence(name, fields);
  return event.experimental ? `${sentence} **Experimental**.` : sentence;
}

function inference({ inferred, see }: Definition): string {
  return `**Inferred** ${inferred}: no source shows ${see ? "all of " : ""}its fields.`;
}

function evidence(name: string, fields: readonly Field[]): string {
  const exceptions = fields.some((field) => field.inferred) ? ", but for the members marked as inferred" : "";
  return recorded.has(name)
    ? `**Recorded** as well as documented${exceptions}.`
    : `**Documented**${exceptions}.`;
}

/** The words that stand beside an event's name. */
export function marksOf({ experimental, inferred }: Definition): string[] {
  return [...(experimental ? ["experimental"] : []), ...(inferred ? ["inferred"] : [])];
}
