import { expect, test } from "vitest";
import { baseOf } from "../../bench/src/report/contestants.js";
import type { TablePlan } from "../../bench/src/report/plan.js";
import { tablePlans } from "../../bench/src/report/plans.js";
import { listUnshown, makeTable, toMarkdown, toText } from "../../bench/src/report/tables.js";
import type { Results } from "../../bench/src/results.js";
import { runOf, seriesOf, wholeRun } from "./kit.js";

const run = runOf([
  seriesOf("http / small / node bare / cpu", 20, 20, 20),
  seriesOf("http / small / node ours / cpu", 21, 22, 23),
  seriesOf("http / small / node bare / requests", 30_000, 30_000, 30_000),
  seriesOf("http / small / node ours / requests", 27_000, 27_000, 27_000),
  seriesOf("http / small / express ours / cpu", 90, 90, 90),
]);

test("a table has each figure with its ratio to the first of the host, and no rows that were not measured", () => {
  const { head, rows } = tableOf(run, "Small (about 250 bytes)");
  expect(head).toEqual(["Receiver", "CPU a request", "ratio", "requests", "p50", "p99", "memory"]);
  expect(rows).toEqual([
    ["node bare", "20.0 µs", "1", "30,000/s", "–", "–", "–"],
    ["node ours", "22.0 µs", "1.10 (1.08–1.13)", "27,000/s (0.90)", "–", "–", "–"],
    ["express ours", "90.0 µs", "–", "–", "–", "–", "–"],
  ]);
});

test("a table of which nothing was measured is left out", () => {
  expect(makeTable(run, planOf("Preview (about 9 kB)"))).toBeUndefined();
});

test("a gain of memory has no ratio, even if that of bare is 0", () => {
  const series = [
    seriesOf("refusal / close / bare / held", 0, -5),
    seriesOf("refusal / close / ours / held", 900, 1_100),
    seriesOf("refusal / close / bare / rss", 0, 0),
    seriesOf("refusal / close / ours / rss", 5_000, 5_000),
  ];
  const { rows } = tableOf(runOf(series), "The sender asks for an end of the connection");
  expect(rows).toEqual([
    ["bare", "–", "–", "0 B", "-3 B", "–"],
    ["ours", "–", "–", "5.0 kB", "1.0 kB", "–"],
  ]);
});

test("cases that grow are rows, and have their labels", () => {
  const series = [seriesOf("handlers / 1000 / same event / cpu", 140)];
  expect(tableOf(runOf(series), "CPU a delivery by the number of handlers").rows).toEqual([
    ["1,000", "–", "140 µs"],
  ]);
});

test("memory per byte of the body is a number without a unit", () => {
  const series = [seriesOf("body / 1048576 / node ours / held per byte", 2.31)];
  expect(tableOf(runOf(series), "By the size of the body").rows[0]?.at(-1)).toBe("2.31");
});

test("everyone is set against the first of the host, and nobody against those of another", () => {
  expect(baseOf("http", "octokit")).toBe("node bare");
  expect(baseOf("http", "express stripe")).toBe("express by hand");
  expect(baseOf("http", "express by hand")).toBeUndefined();
  expect(baseOf("core", "octokit")).toBe("bare");
  expect(baseOf("start", "octokit")).toBeUndefined();
});

test("in a terminal, figures end and words begin in one column", () => {
  const table = {
    title: "T",
    head: ["who", "cpu"],
    rows: [
      ["a", "1"],
      ["longer", "1,000"],
    ],
  };
  expect(toText(table)).toBe("T\n\nwho       cpu\n------  -----\na           1\nlonger  1,000\n");
});

test("in Markdown, this package is bold, and a bar does not end its cell", () => {
  const table = { title: "T", head: ["who", "a|b"], rows: [["node ours", "1"]] };
  expect(toMarkdown(table)).toBe("| who | a\\|b |\n| --- | --: |\n| **node ours** | 1 |\n");
});

test("what stands in no table is listed, so that a name cannot change on one side only", () => {
  expect(listUnshown(wholeRun(), tablePlans)).toEqual([]);
  const stray = runOf([seriesOf("http / small / node theirs / cpu", 1)]);
  expect(listUnshown(stray, tablePlans)).toEqual(["http / small / node theirs / cpu"]);
});

test("every cell of every table is filled by a whole run", () => {
  const tables = tablePlans.map((plan) => makeTable(wholeRun(), plan));
  for (const [at, table] of tables.entries()) {
    expect(table?.rows.length, table?.title).toBe(tablePlans[at]?.rows.length);
    expect(table?.rows.flat()).not.toContain("–");
  }
});

function planOf(title: string): TablePlan {
  const plan = tablePlans.find((one) => one.title === title);
  if (!plan) throw new Error(`No table ${title}`);
  return plan;
}

function tableOf(results: Results, title: string) {
  const table = makeTable(results, planOf(title));
  if (!table) throw new Error(`Nothing in ${title}`);
  return table;
}
