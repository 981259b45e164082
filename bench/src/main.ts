/*
 * Runs the suites that are asked for, and reports what they have found.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { buildChildren } from "./build.js";
import {
  check,
  describeVerdicts,
  hasFailed,
  readBaseline,
  renewBaseline,
  warningsOf,
  writeBaseline,
} from "./guard/index.js";
import { describeMachine, isBuildOld, readVersions } from "./machine.js";
import { readOptions } from "./options.js";
import { checkPayloads } from "./payloads.js";
import { killAll } from "./processes.js";
import { report } from "./report/index.js";
import type { Results, Series } from "./results.js";
import { Rounds } from "./rounds.js";
import { bodySizes } from "./suites/body.js";
import { suites } from "./suites/index.js";

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    killAll();
    process.exit(130);
  });
}

const options = readOptions(process.argv.slice(2));
const given = process.argv.length > 2 ? ["--", ...process.argv.slice(2)] : [];
const date = new Date().toISOString();
const series: Series[] = [];
const rounds = new Rounds(options.rounds, !options.quick);

const results = (): Results => ({
  date,
  command: ["npm run bench", ...given].join(" "),
  machine: describeMachine(),
  versions: readVersions(),
  disturbed: rounds.disturbed,
  series,
});

if (isBuildOld()) console.error("dist is older than src: what is measured is the last build");
await buildChildren();
checkPayloads(bodySizes);
await mkdir(dirname(options.out), { recursive: true });
for (const name of options.suites) {
  series.push(...(await suites[name]({ options, rounds })));
  // After each suite, so that one that fails does not take the others' figures with it.
  await writeFile(options.out, `${JSON.stringify(results(), null, 2)}\n`);
}
await report(results(), { write: options.write });
if (options.record) writeBaseline(renewBaseline(results(), readBaseline()));
if (options.check) compare(results());

/** Ends with 1 when this package has become slower. */
function compare(measured: Results): void {
  const baseline = readBaseline();
  if (!baseline) throw new Error("There is no bench/baseline.json to compare with. Make one with --record");
  const verdicts = check(measured, baseline);
  console.log(describeVerdicts(verdicts, warningsOf(measured, baseline)));
  if (hasFailed(verdicts)) process.exitCode = 1;
}
