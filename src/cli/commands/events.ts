import type { Command } from "../command.js";
import { type Field, listFields } from "../data/fields.js";
import { columns, count } from "../layout.js";
import { createEvent, type EventName, eventCatalog, eventNames } from "../library.js";
import { member, readSchema } from "../package-files.js";
import type { Terminal } from "../terminal.js";
import { requireName } from "../values.js";

/** `cmp-webhooks events` */
export const events: Command = {
  name: "events",
  summary: "List the events of CMP, or describe one",
  usage: "[EVENT] [--json]",
  details: [
    "Of one event: when it comes, its fields, a sample, the page of the vendor, and",
    "how sure the fields are. An event is marked as inferred where no source shows",
    "its fields; they are taken from similar events.",
  ],
  options: {},
  words: [0, 1],
  takes: eventNames,
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
      const all = listFields(facts.event_name);
      const fields = all.filter(({ path }) => /^data\W/.test(path));
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
  /** When it comes; `null` where the package has no schemas. */
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
    fields: fields.map(({ path, type, presence, meaning }) => ({
      path,
      type,
      optional: presence === "optional",
      description: meaning,
    })),
    sample: createEvent(facts.event_name),
  };
}

function describeAll(all: readonly Facts[], { paint }: Terminal): readonly string[] {
  const rows = all.map((facts) => ({ cells: [facts.event_name], text: shortOf(facts) }));
  // One table, so that the columns are the same in every group.
  const lines = columns(rows, paint).flatMap((row, index) => {
    const group = all[index]?.group ?? "";
    if (group === all[index - 1]?.group) return row;
    const size = all.filter((facts) => facts.group === group).length;
    return [...(index === 0 ? [] : [""]), paint("bold", `${group} (${size})`), row];
  });
  return [...lines, "", `${count(all.length, "event")}. More about one: cmp-webhooks events EVENT`];
}

function describeOne(facts: Facts, fields: readonly Field[], { paint }: Terminal): readonly string[] {
  const { event_name: name, group, summary, source } = facts;
  const rows = fields.map(({ path, type, presence, meaning }) => {
    const steps = path.replaceAll("[key]", ".*").split(".");
    const label = "  ".repeat(steps.length - 2) + (steps.at(-1) ?? "");
    return { cells: [label, presence === "optional" ? `${type}, optional` : type], text: meaning };
  });
  return [
    `${paint("bold", name)}  (${group})`,
    ...(summary === null ? [] : [summary]),
    "",
    `How sure: ${certaintyOf(facts)}`,
    `Repeats:  ${repetitionOf(facts)}`,
    ...(source === null ? [] : [`Source:   ${source}`]),
    "",
    paint("bold", `Fields of data (${fields.length})`),
    ...columns(rows, paint),
    "",
    paint("bold", "Sample"),
    ...JSON.stringify(createEvent(name), null, 2).split("\n"),
  ];
}

function repetitionOf({ repeats }: Facts): string {
  return repeats
    ? "The event can happen again with the same body, so a redelivery looks like a second event."
    : "The event happens once for each id, so deliveryKey recognizes a redelivery.";
}

function certaintyOf({ verified, experimental }: Facts): string {
  const sure = verified
    ? "A source shows the fields: a page of the vendor, or a recorded delivery."
    : "Inferred: no source shows the fields, so all of them are optional.";
  const warning = " Experimental: it may not be in operation, and may change.";
  return sure + (experimental ? warning : "");
}

/** The first sentence, and the marks. */
function shortOf({ summary, verified, experimental }: Facts): string {
  const [sentence = ""] = summary?.split(/(?<=\.)\s/) ?? [];
  const marks = [...(verified ? [] : ["inferred"]), ...(experimental ? ["experimental"] : [])];
  return marks.length > 0 ? `${sentence} (${marks.join(", ")})`.trim() : sentence;
}
