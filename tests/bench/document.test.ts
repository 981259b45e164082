import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { partOf, profileNames } from "../../bench/src/profile/comparison.js";
import { fillDocument } from "../../bench/src/report/document.js";
import { judgeGoals } from "../../bench/src/report/goals.js";
import { writeGoals } from "../../bench/src/report/goals-table.js";
import { report, writeReport } from "../../bench/src/report/index.js";
import { fillParts, readParts } from "../../bench/src/report/parts.js";
import { suiteNames } from "../../bench/src/results.js";
import { runOf, seriesOf, wholeRun } from "./kit.js";

const root = join(import.meta.dirname, "../..");
const text = readFileSync(join(root, "docs/performance.md"), "utf8");
const small =
  "before\n<!-- results:one -->\nold\n<!-- end -->\nbetween\n<!-- results:two -->\n<!-- end -->\nafter\n";

describe("the parts of a document", () => {
  test("are read by name", () => {
    expect([...readParts(small)]).toEqual([
      ["one", "old"],
      ["two", ""],
    ]);
  });

  test("are filled, and everything else stays", () => {
    const filled = fillParts(small, new Map([["two", "new $& text\n"]]));
    const expected = small.replace("two -->\n", () => "two -->\n\nnew $& text\n\n");
    expect(filled).toBe(expected);
  });

  test("do not grow when they are filled again", () => {
    const once = fillParts(small, new Map([["one", "new"]]));
    expect(fillParts(once, new Map([["one", "new"]]))).toBe(once);
  });

  test.each([
    ["has no end", "<!-- results:one -->\n<!-- results:two -->\n<!-- end -->\n", 'The part "one" has no end'],
    ["at the end has no end", "<!-- results:one -->\n", "The last part has no end"],
    ["stands twice", small + small, 'There are two parts "one"'],
  ])("are refused if one %s", (_, broken, message) => {
    expect(() => fillParts(broken, new Map())).toThrow(message);
  });

  test("are refused if one is wanted that is not there", () => {
    expect(() => fillParts(small, new Map([["three", ""]]))).toThrow("The document has no part for three");
  });
});

describe("docs/performance.md", () => {
  const present = readParts(text);
  const run = runOf([seriesOf("core / small / ours / cpu", 2.71), seriesOf("core / small / bare / cpu", 2)]);

  test("has each part once, and no other", () => {
    const profiles = profileNames.map(partOf);
    expect([...present.keys()].sort()).toEqual([...suiteNames, ...profiles, "goals", "machine"].sort());
  });

  test("has the goals as they are in the source", () => {
    const keysOf = (part: string): string[] =>
      part
        .trim()
        .split("\n")
        .map((line) => line.split("|", 3).join("|"));
    const goals = writeGoals(judgeGoals(runOf([])), "", "");
    expect(keysOf(present.get("goals") ?? "")).toEqual(keysOf(goals));
  });

  test("has the new figures of a suite that ran, with their day and command", () => {
    const part = readParts(fillDocument(text, run)).get("core");
    expect(part).toContain("| **ours** | 2.71 µs | 1.35 (1.35–1.35) |");
    expect(part).toContain("<sub>2026-11-23: `npm run bench`, AMD EPYC, 2 cores, Node 20.20.2</sub>");
  });

  test("keeps the part of a suite that did not run", () => {
    const whole = fillDocument(text, wholeRun({ date: "2026-01-01T00:00:00.000Z" }));
    const [before, after] = [readParts(whole), readParts(fillDocument(whole, run))];
    const changed = [...after.keys()].filter((name) => before.get(name) !== after.get(name));
    expect(changed).toEqual(["goals", "core", "machine"]);
  });

  test("keeps every word that was written by hand", () => {
    const byHand = (document: string): string[] => document.split(/<!-- results:[\s\S]*?<!-- end -->/);
    expect(byHand(fillDocument(text, wholeRun()))).toEqual(byHand(text));
  });

  test("is the same when the same run is written twice", () => {
    const once = fillDocument(text, wholeRun());
    expect(fillDocument(once, wholeRun())).toBe(once);
  });

  test("is not broken by a command line or a processor with marks of Markdown in it", () => {
    const machine = { ...run.machine, cpu: "A | B" };
    const filled = fillDocument(text, { ...run, machine, command: "bench `x`\n| y" });
    const part = readParts(filled).get("machine") ?? "";
    expect(part).toContain("| last run | 2026-11-23, `bench x \\| y` |");
    expect(part).toContain("| processor | A \\| B, 2 cores |");
  });

  test("names headings in its contents that it has, and documents that exist", () => {
    const slugs = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\- ]/g, "")
        .replaceAll(" ", "-"),
    );
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target = ""]) => target);
    const documents = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" });
    const targets = [...slugs.map((slug) => `#${slug}`), ...documents];
    expect(links.filter((target) => !targets.includes(target))).toEqual([]);
  });
});

describe("a report", () => {
  let folder: string;
  let printed: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "report-"));
    printed = "";
    vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
      printed += chunk;
      return true;
    });
    writeFileSync(join(folder, "performance.md"), text);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  test("is printed, and writes nothing unless that is wanted", async () => {
    await report(wholeRun(), { write: false, folder });
    expect(printed).toBe(`${writeReport(wholeRun())}\n`);
    expect(readdirSync(folder)).toEqual(["performance.md"]);
    expect(readFileSync(join(folder, "performance.md"), "utf8")).toBe(text);
  });

  test("writes the document, and every chart that the document shows", async () => {
    await report(wholeRun(), { write: true, folder });
    const written = readFileSync(join(folder, "performance.md"), "utf8");
    const shown = [...written.matchAll(/!\[[^\]]+\]\(performance\/([\w-]+\.svg)\)/g)].map(([, file]) => file);
    expect(written).toBe(fillDocument(text, wholeRun()));
    expect(readdirSync(join(folder, "performance")).sort()).toEqual(shown.sort());
    expect(shown).toHaveLength(5);
  });

  test("says what was measured and stands in no table", () => {
    const stray = runOf([seriesOf("http / small / node theirs / cpu", 1)]);
    expect(writeReport(stray)).toContain("Measured, but in no table:\nhttp / small / node theirs / cpu\n");
    expect(writeReport(wholeRun())).not.toContain("in no table");
  });
});
