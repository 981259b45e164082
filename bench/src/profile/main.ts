/*
 * Prints where this package spends more time than what it is set against: what is behind the ratios. With `--write` the
 * tables go into docs/performance.md.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildChildren } from "../build.js";
import { describeMachine } from "../machine.js";
import { deliveryOfLength } from "../payloads.js";
import { stopAll } from "../processes.js";
import { sourceOf } from "../report/document.js";
import { fillParts } from "../report/parts.js";
import { type Table, toMarkdown, toText } from "../report/tables.js";
import { startLoad } from "../served.js";
import { weighBody } from "./body-memory.js";
import { type ProfileName, partOf, profileNames, type ViewName } from "./comparison.js";
import { tabulate } from "./table.js";
import { compare, views } from "./views.js";

const document = join(import.meta.dirname, "../../../docs/performance.md");
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { write: { type: "boolean", default: false } },
});

await buildChildren();
for (const name of chosen()) {
  const table = name === "body-memory" ? await weighBody(deliveryOfLength(1_048_576).body) : await look(name);
  console.log(toText(table));
  if (!values.write) continue;
  const text = readFileSync(document, "utf8");
  writeFileSync(document, fillParts(text, new Map([[partOf(name), writePart(name, table)]])));
}

/** All that there is, or what is named on the command line. */
function chosen(): readonly ProfileName[] {
  return positionals.length > 0 ? positionals.map(requireName) : profileNames;
}

function requireName(given: string): ProfileName {
  const name = profileNames.find((known) => known === given);
  if (!name) throw new RangeError(`There is no "${given}" to look at, but ${profileNames.join(", ")}`);
  return name;
}

function writePart(name: ProfileName, table: Table): string {
  const command = `npm run --prefix bench profile ${name}`;
  const source = sourceOf({ date: new Date().toISOString(), command, machine: describeMachine() });
  return `${table.title}:\n\n${toMarkdown(table)}\n${source}\n`;
}

async function look(name: ViewName): Promise<Table> {
  try {
    return tabulate(views[name], await compare(views[name], await startLoad()));
  } finally {
    await stopAll();
  }
}
