/*
 * Writes the pages of docs/events that have the members of events, and of what these share.
 */

import type { Field, FieldLister } from "../../src/cli/data/field-lister.js";
import { certaintyOf } from "./certainty.js";
import { airy, print } from "./print.js";
import { sampleOf } from "./samples.js";
import { dataOf, definitionOf, type EventSource, type Source } from "./source.js";

type LinkToPart = (name: string) => string;

/** What is on a page. */
export interface EventPage {
  readonly title: string;
  readonly events: readonly EventSource[];
  readonly linkToPart: LinkToPart;
}

/** A page with some events. */
export function eventPage(
  source: Source,
  lister: FieldLister,
  { title, events, linkToPart }: EventPage,
): string {
  const blocks = events.flatMap((event) => {
    const definition = definitionOf(source.definitions, event.interfaceName);
    const fields = lister.fieldsOf(dataOf(source.definitions, event), "data");
    const link = definition.see ? ` [The vendor's page](${definition.see}).` : "";
    return [
      `## ${event.name}`,
      definition.description ?? "",
      `TypeScript: \`${event.interfaceName}\`. ${certaintyOf(event.name, definition, fields)}${link}`,
      tableOf(fields, linkToPart),
      sampleBlock(event.name),
    ];
  });
  return [`# Events: ${title}`, "[All events](index.md), and what the columns mean.", ...blocks].join("\n\n");
}

/** The page of what several events share. */
export function partsPage(source: Source, lister: FieldLister): string {
  const blocks = lister.parts.flatMap((name) => [
    `## ${name}`,
    definitionOf(source.definitions, name).description ?? "",
    tableOf(lister.fieldsOf(name), (part) => `[${part}](#${part.toLowerCase()})`),
  ]);
  const introduction =
    "Members of the parts that several [events](index.md) share. A path begins at the part.";
  return ["# Events: Shared parts", introduction, ...blocks].join("\n\n");
}

function tableOf(fields: readonly Field[], linkToPart: LinkToPart): string {
  const head = ["| Member | Type | Present | Meaning |", "| --- | --- | --- | --- |"];
  return [...head, ...fields.map((field) => rowOf(field, linkToPart))].join("\n");
}

function rowOf(field: Field, linkToPart: LinkToPart): string {
  const { path, type, presence, meaning, known, inferred, part } = field;
  const remarks = [
    meaning,
    ...(known.length > 0 ? [`Known: ${known.map((value) => `\`${value}\``).join(", ")}.`] : []),
    ...(inferred ? [`_Inferred ${inferred}._`] : []),
  ];
  const kind = part ? type.replace("object", linkToPart(part)) : type;
  const cells = [`\`${path}\``, kind, presence, remarks.join(" ")];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** Folded, so that a page is a few screens. */
function sampleBlock(name: string): string {
  const sample = print(sampleOf(name), airy);
  return `<details>\n<summary>A sample of ${name}</summary>\n\n\`\`\`json\n${sample}\n\`\`\`\n\n</details>`;
}
