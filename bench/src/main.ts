/*
 * Measures, and prints the tables of docs/performance.md.
 *
 *   npm run bench              everything; writes docs/performance.md
 *   npm run bench -- --rounds 80    more rounds than 20
 *   npm run bench -- --quick   one small round of everything, to see that it runs; writes nothing
 *   npm run bench:check        three ratios, each against its limit; the exit code is 1 above one
 */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { check } from "./check.js";
import { goals } from "./goals.js";
import { growth } from "./growth.js";

const flag = { type: "boolean" } as const;
const { values } = parseArgs({ options: { quick: flag, check: flag, rounds: { type: "string" } } });
const effort = values.quick
  ? { rounds: 1, amount: 100 }
  : { rounds: Number(values.rounds ?? 20), amount: 600 };

if (values.check) process.exitCode = (await check(effort)) ? 0 : 1;
else {
  const began = Date.now();
  const text = [await goals(effort), await growth(effort), machine(began)].join("\n\n");
  console.log(text);
  if (!values.quick) write(text);
}

function machine(began: number): string {
  const minutes = ((Date.now() - began) / 60_000).toFixed(0);
  const date = new Date(began).toISOString().slice(0, 10);
  return `Printed by \`npm run bench\` on ${date} in ${minutes} minutes, ${effort.rounds} rounds of ${effort.amount} small requests: ${cpus().length} cores of ${cpus()[0]?.model.trim()}, ${process.platform}, Node ${process.version}.`;
}

/** Replaces the tables of the document. */
function write(text: string): void {
  const file = join(import.meta.dirname, "../../docs/performance.md");
  const document = readFileSync(file, "utf8");
  const tables = /(?<=<!-- tables -->\n).*(?=<!-- end of tables -->)/s;
  const changed = document.replace(tables, () => `\n${text}\n\n`);
  if (changed === document) throw new Error("docs/performance.md must have the two marks of the tables");
  writeFileSync(file, changed);
}
