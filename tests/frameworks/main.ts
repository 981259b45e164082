/*
 * Runs the examples of the frameworks with the packed package, and drives each with one table of deliveries over HTTP:
 *   npm run test:frameworks                the frameworks of every run of CI
 *   npm run test:frameworks -- koa hapi    those that are named
 *   npm run test:frameworks -- --all       every framework; add --write to write the table of docs/hosts.md
 */
import { rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { type Case, cases } from "../support/black-box.js";
import { pack } from "../support/pack.js";
import { type Cell, type Outcome, writeDocument } from "./document.js";
import type { Difference, Framework, Variant } from "./framework.js";
import { frameworks } from "./hosts.js";
import { deadlineOf, install, prepare, versionOf } from "./install.js";
import { start } from "./start.js";

/** What a case gets whose answer does not come: a parser ahead of the receiver waits for ever for a body that stalls. */
const noAnswer = "no answer yet";

/** How long an answer is waited for: so often the deadline where none is expected, and milliseconds elsewhere. */
const maxWait = { none: 2.5, someMs: 180_000 };

/** How many that need no build are run at once: most of their time is waiting. */
const atOnce = 3;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { all: { type: "boolean", default: false }, write: { type: "boolean", default: false } },
});
const unknown = positionals.filter((name) => frameworks.every((framework) => framework.name !== name));
if (unknown.length > 0) throw new Error(`There is no example for ${unknown.join(", ")}`);

const chosen = frameworks.filter(isChosen);
// Those that are built check types; the others need none, which takes ten times as long.
const packed = await pack({ declarations: chosen.some(({ build }) => build !== undefined) });
for (const framework of chosen) install(framework);
const runs = chosen.flatMap((framework) =>
  [undefined, ...(framework.variants ?? [])].map((variant) => ({ framework, variant })),
);
const outcomes: Outcome[] = [];
// A build takes the processor, and would delay the answers of others.
await runAll(
  runs.filter(({ framework }) => framework.build === undefined),
  atOnce,
);
await runAll(
  runs.filter(({ framework }) => framework.build !== undefined),
  1,
);
const complaints = outcomes.flatMap(({ cells }) => cells.map(({ complaint }) => complaint));
const failed = complaints.filter((complaint) => complaint !== "").length;
const passed = complaints.length - failed;
console.log(`${passed} passed, ${failed} failed`);
if (failed > 0 || passed === 0) process.exitCode = 1;

function isChosen({ name, isWeekly }: Framework): boolean {
  return positionals.length > 0 ? positionals.includes(name) : values.all || !isWeekly;
}

interface Run {
  readonly framework: Framework;
  readonly variant: Variant | undefined;
}

async function runAll(queue: readonly Run[], lanes: number): Promise<void> {
  const rest = queue.values();
  const work = async (): Promise<void> => {
    for (const run of rest) {
      outcomes.push(await report(run));
      // At once: a run of all takes long, and what it has proved by then is kept if it is stopped.
      if (values.write) writeDocument(outcomes);
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));
}

async function report({ framework, variant }: Run): Promise<Outcome> {
  const title = [framework.title, variant?.title].filter(Boolean).join(", ");
  const startedAt = performance.now();
  const cells = await measure(framework, variant);
  const isGood = cells.every(({ complaint }) => complaint === "");
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  console.log(`${isGood ? "ok    " : "FAILED"} ${title}: ${cells.length} cases, ${seconds} s`);
  for (const { name, seen, why, complaint } of cells) {
    if (complaint !== "") console.log(`       FAILED ${name}: ${complaint}`);
    else if (why) console.log(`       ${name}: ${seen}, since ${why}`);
  }
  return { framework, title, version: versionOf(framework), cells };
}

async function measure(framework: Framework, variant: Variant | undefined): Promise<readonly Cell[]> {
  const differs = variant ? { ...framework.differs, ...variant.differs } : (framework.differs ?? {});
  const deadlineMs = deadlineOf(framework);
  let folder: string | undefined;
  try {
    folder = prepare(framework, variant, packed);
    const { url, output, stop } = await start(framework, variant, folder);
    try {
      const cells = await Promise.all(cases.map((row) => ask(row, url, deadlineMs, differs[row.name])));
      // One more, so that a process that an earlier case has ended is seen.
      const [first] = cases;
      const last =
        first &&
        (await ask({ ...first, name: "a delivery after all that" }, url, deadlineMs, differs[first.name]));
      const all = last ? [...cells, last] : cells;
      if (all.some(({ complaint }) => complaint !== "")) console.log(output());
      return all;
    } finally {
      await stop();
    }
  } catch (error) {
    return [{ name: "start", seen: "", why: undefined, complaint: String(error) }];
  } finally {
    if (folder) rmSync(folder, { recursive: true, force: true });
  }
}

/** Answers of a framework's own are compared by the beginning, since their bodies are long and differ. */
async function ask(
  row: Case,
  url: string,
  deadlineMs: number,
  difference: Difference | undefined,
): Promise<Cell> {
  const expected = difference?.answers ?? row.expected;
  const waitMs = expected.includes(noAnswer) ? maxWait.none * deadlineMs : maxWait.someMs;
  const answers = await Promise.race([row.send(url), delay(waitMs, [noAnswer], { ref: false })]);
  const fits = answers.every((answer, at) =>
    difference ? answer.startsWith(expected[at] ?? "?") : answer === expected[at],
  );
  const seen = answers.join(", then ");
  const complaint = fits ? "" : `${seen}; must be ${expected.join(", then ")}`;
  return { name: row.name, seen: fits ? expected.join(", then ") : seen, why: difference?.why, complaint };
}
