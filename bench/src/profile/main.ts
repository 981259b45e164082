/*
 * Prints where this package spends more time than what it is set against: what is behind the ratios. With `--write` the
 * tables go into docs/performance.md.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildChildren } from "../build.js";
import { describeMachine } from "../machine.js";
import { stopAll } from "../processes.js";
import { fillParts } from "../report/parts.js";
import { type Table, toMarkdown, toText } from "../report/tables.js";
import { startLoad } from "../served.js";
import { type ViewName, viewNames } from "./comparison.js";
import { partOf, tabulate } from "./table.js";
import { compare, type View, views } from "./views.js";

const document = join(import.meta.dirname, "../../../docs/performance.md");
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { write: { type: "boolean", default: false } },
});

await buildChildren();
for (const name of chosen()) {
  const view = views[name];
  const table = tabulate(view, await look(view));
  console.log(toText({ ...table, title: `${table.title}: µs of one` }));
  if (!values.write) continue;
  const text = readFileSync(document, "utf8");
  writeFileSync(document, fillParts(text, new Map([[partOf(name), writePart(name, table)]])));
}

/** All views, or those that are named on the command line. */
function chosen(): readonly ViewName[] {
  return positionals.length > 0 ? positionals.map(requireName) : viewNames;
}

function requireName(given: string): ViewName {
  const name = viewNames.find((known) => known === given);
  if (!name) throw new RangeError(`There is no "${given}" to look at, but ${viewNames.join(", ")}`);
  return name;
}

function writePart(name: ViewName, table: Table): string {
  const { cpu, node } = describeMachine();
  const day = new Date().toISOString().slice(0, 10);
  const source = `${day}: \`npm run --prefix bench profile ${name}\`, ${cpu}, Node ${node.replace(/^v/, "")}`;
  return `${table.title}, µs of one:\n\n${toMarkdown(table)}\n<sub>${source}</sub>\n`;
}

async function look(view: View): ReturnType<typeof compare> {
  try {
    return await compare(view, await startLoad());
  } finally {
    await stopAll();
  }
}
