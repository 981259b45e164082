/*
 * Describes the source of an event's fields.
 */
import type { Field } from "../../src/cli/data/field-lister.js";
import type { Definition } from "./source.js";

/** The events that integrators recorded. The tags of the interfaces hold the rest. */
const recorded = new Set(["content_preview_requested"]);

/** The source, in one or two sentences. */
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

/** The marks after an event's name. */
export function marksOf({ experimental, inferred }: Definition): string[] {
  return [...(experimental ? ["experimental"] : []), ...(inferred ? ["inferred"] : [])];
}
