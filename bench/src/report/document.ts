/*
 * Fills docs/performance.md. A suite that did not run keeps the part that it has, so each part says itself where its
 * figures are from.
 */
import type { Results } from "../results.js";
import { type SuiteName, suiteNames } from "../results.js";
import { type Chart, drawCharts } from "./chart.js";
import { formatFigure } from "./format.js";
import { judgeGoals } from "./goals.js";
import { writeGoals } from "./goals-table.js";
import { fillParts, readParts } from "./parts.js";
import { tablePlans } from "./plans.js";
import { makeTable, toMarkdown } from "./tables.js";

/** Where the charts lie, as the document names it. */
export const chartFolder = "performance";

/** The document with the figures of this run in it. */
export function fillDocument(text: string, results: Results): string {
  const charts = drawCharts(results);
  const parts = suiteNames.flatMap((name): [string, string][] => {
    const content = writePart(results, name, charts);
    return content === undefined ? [] : [[name, content]];
  });
  const goals = writeGoals(judgeGoals(results), readParts(text).get("goals") ?? "", dayOf(results));
  return fillParts(text, new Map([...parts, ["goals", goals], ["machine", writeMachine(results)]]));
}

/** The tables and the chart of one suite; `undefined` when it did not run. */
function writePart(results: Results, name: SuiteName, charts: readonly Chart[]): string | undefined {
  const tables = tablePlans
    .filter(({ part }) => part === name)
    .flatMap((plan) => makeTable(results, plan) ?? [])
    .map((table) => `${table.title}:\n\n${toMarkdown(table)}`);
  if (tables.length === 0) return undefined;
  const images = charts
    .filter(({ part }) => part === name)
    .map(({ title, file }) => `![${title}](${chartFolder}/${file})\n`);
  return [...images, ...tables, `${sourceOf(results)}\n`].join("\n");
}

/** Where the figures of a part are from. */
export function sourceOf(results: Pick<Results, "date" | "command" | "machine">): string {
  const { command, machine } = results;
  const where = `${machine.cpu}, ${machine.cores} cores, Node ${machine.node.replace(/^v/, "")}`;
  return `<sub>${dayOf(results)}: ${toCode(command)}, ${where}</sub>`;
}

function writeMachine(results: Results): string {
  const { machine, versions, disturbed, command } = results;
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const facts = {
    "last run": `${dayOf(results)}, ${toCode(command)}`,
    processor: `${machine.cpu}, ${machine.cores} cores`,
    memory: formatFigure(machine.memoryBytes, "bytes"),
    system: machine.system,
    Node: machine.node.replace(/^v/, ""),
    packages: list.toSorted().join(", "),
    "rounds that were run again": String(disturbed),
  };
  return toMarkdown({ title: "", head: ["", ""], rows: Object.entries(facts), words: [0, 1] });
}

function dayOf({ date }: Pick<Results, "date">): string {
  return date.slice(0, 10);
}

/** A command line as Markdown; it is shown, not run, so a backtick that would end it may go. */
function toCode(command: string): string {
  return `\`${command.replaceAll(/[`\s]+/g, " ").trim()}\``;
}
