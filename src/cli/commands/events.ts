import type { Command } from "../command.js";
import { type Field, listFields } from "../data/fields.js";
import { columns, count, paragraph, table } from "../layout.js";
import { createEvent, type EventName, eventCatalog, eventNames, shapes } from "../library.js";
import { member, readSchema } from "../package-files.js";
import { requireName } from "../send/load.js";
import type { Terminal } from "../terminal.js";

/** `cmp-webhooks events` */
export const events: Command = {
  name: "events",
  summary: "List the events of CMP, or tell all about one",
  usage: "[EVENT] [--json]",
  details: [
    "Of one event: when it comes, its fields, a sample, the page of the vendor, and how sure the fields are. What is marked as inferred is shown by no source; its fields are taken from events like it.",
  ],
  options: {},
  words: [0, 1],
  examples: [
    "cmp-webhooks events",
    "cmp-webhooks events asset_published",
    "cmp-webhooks events task_added --json",
  ],
  run({ words: [wanted], has }, terminal) {
    if (wanted === undefined) {
      const all = eventNames.map(factsOf);
      if (has("json")) terminal.printJson(all);
      else terminal.print(...describeAll(all, terminal));
    } else {
      const facts = factsOf(requireName(wanted));
      const fields = listFields(shapes.get(facts.event_name) ?? null, readSchema(facts.event_name));
      if (has("json")) terminal.printJson(withDetails(facts, fields));
      else terminal.print(...describeOne(facts, fields, terminal));
    }
    return 0;
  },
};

interface Facts {
  readonly event_name: EventName;
  readonly group: string;
  readonly experimental: boolean;
  readonly verified: boolean;
  readonly repeats: boolean;
  /** When it comes; `null` where the package came without schemas. */
  readonly summary: string | null;
  /** The page of the vendor. */
  readonly source: string | null;
}

function factsOf(name: EventName): Facts {
  const schema = readSchema(name);
  const summary = member(schema, "description");
  const source = /https:\S+/.exec(String(member(schema, "$comment")))?.[0] ?? null;
  return {
    event_name: name,
    ...eventCatalog[name],
    summary: typeof summary === "string" ? summary : null,
    source,
  };
}

function withDetails(facts: Facts, fields: readonly Field[]): object {
  return {
    ...facts,
    fields: fields.map(({ steps, type, isOptional, about }) => ({
      path: ["data", ...steps].join("."),
      type,
      optional: isOptional,
      description: about,
    })),
    sample: createEvent(facts.event_name),
  };
}

function describeAll(all: readonly Facts[], { width, paint }: Terminal): readonly string[] {
  const rows = all.map((facts) => ({ cells: [facts.event_name], text: shortOf(facts) }));
  // One table, so that the columns are the same in every group.
  const lines = table(rows, { width, paint }).flatMap((row, index) => {
    const group = all[index]?.group ?? "";
    if (group === all[index - 1]?.group) return row;
    const size = all.filter((facts) => facts.group === group).length;
    return [...(index === 0 ? [] : [""]), paint("bold", `${group} (${size})`), ...row];
  });
  return [...lines, "", `${count(all.length, "event")}. More about one: cmp-webhooks events EVENT`];
}

function describeOne(facts: Facts, fields: readonly Field[], { width, paint }: Terminal): readonly string[] {
  const { event_name: name, group, summary, source, repeats } = facts;
  const rows = fields.map(({ steps, type, isOptional, about }) => ({
    cells: ["  ".repeat(steps.length - 1) + (steps.at(-1) ?? ""), isOptional ? `${type}, optional` : type],
    text: about,
  }));
  return [
    `${paint("bold", name)}  (${group})`,
    ...paragraph(summary ?? "", width),
    "",
    ...columns(
      [
        { cells: ["How sure"], text: certaintyOf(facts) },
        {
          cells: ["Repeats"],
          text: repeats
            ? "It can happen again with the same body, so a redelivery cannot be told from a second event."
            : "It happens once for each id, so a redelivery can be told by deliveryKey.",
        },
        ...(source === null ? [] : [{ cells: ["Source"], text: source }]),
      ],
      { width, paint, indent: 0 },
    ),
    "",
    paint("bold", `Fields of data (${fields.length})`),
    ...columns(rows, { width, paint }),
    "",
    paint("bold", "Sample"),
    JSON.stringify(createEvent(name), null, 2),
  ];
}

function certaintyOf({ verified, experimental }: Facts): string {
  const sure = verified
    ? "A source shows the fields: a page of the vendor, or a recorded delivery."
    : "Inferred: no source shows the fields, so all of them are optional.";
  const warning = " Experimental: it may not be in operation, and may change.";
  return sure + (experimental ? warning : "");
}

/** The first sentence, and what is to be minded. */
function shortOf({ summary, verified, experimental }: Facts): string {
  const [sentence = ""] = summary?.split(/(?<=\.)\s/) ?? [];
  const marks = [...(verified ? [] : ["inferred"]), ...(experimental ? ["experimental"] : [])];
  return marks.length > 0 ? `${sentence} (${marks.join(", ")})`.trim() : sentence;
}
