import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Baseline,
  check,
  describeVerdicts,
  hasFailed,
  makeBaseline,
  readBaseline,
  renewBaseline,
  tolerance,
  warningsOf,
  writeBaseline,
} from "../../bench/src/guard/index.js";
import type { Results } from "../../bench/src/results.js";
import { runOf, seriesOf, wholeRun } from "./kit.js";

/** A run in which this package takes so many times what bare takes. */
function runAt(...ratios: readonly number[]): Results {
  return runOf([
    seriesOf("core / small / ours / cpu", ...ratios.map((ratio) => ratio * 10)),
    seriesOf("core / small / bare / cpu", ...ratios.map(() => 10)),
  ]);
}

function baselineAt(ratio: number, spread: number): Baseline {
  const one = { suite: "core", case: "small", contestant: "ours", against: "bare", ratio, spread } as const;
  return { recorded: "2026-01-01", node: "20.20.2", machine: "AMD EPYC", ratios: [one] };
}

describe("a baseline", () => {
  test("has the ratio and the spread, and no time", () => {
    expect(makeBaseline(runAt(1, 1.1, 1.2, 1.3, 1.4)).ratios).toEqual([
      { suite: "core", case: "small", contestant: "ours", against: "bare", ratio: 1.2, spread: 0.0833 },
    ]);
  });

  test("has this package in every suite in which it is set against somebody, and nobody else", () => {
    const { ratios } = makeBaseline(wholeRun());
    const suites = new Set(ratios.map(({ suite }) => suite));
    expect([...suites]).toEqual(["http", "refusal", "core", "fetch", "connections", "body", "in-flight"]);
    expect(ratios.filter(({ contestant }) => !/\bours\b/.test(contestant))).toEqual([]);
    const express = ratios.find(({ contestant }) => contestant === "express ours");
    expect(express?.against).toBe("express by hand");
  });

  test("that is renewed by one case keeps the others", () => {
    const whole = makeBaseline(wholeRun());
    const renewed = renewBaseline(runAt(2), whole);
    const core = renewed.ratios.filter(({ suite }) => suite === "core");
    expect(core.map((one) => `${one.case} ${one.ratio}`)).toContain("small 2");
    expect(core.map((one) => one.case)).toEqual(["preview", "preview", "small"]);
    const others = whole.ratios.filter(({ suite }) => suite !== "core");
    expect(renewed.ratios).toEqual(expect.arrayContaining(others));
    expect(renewed.ratios).toHaveLength(others.length + core.length);
    expect(renewBaseline(runAt(2), undefined).ratios).toHaveLength(1);
  });
});

describe("a file of a baseline", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "guard-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is read as it was written", () => {
    const path = join(folder, "baseline.json");
    writeBaseline(makeBaseline(wholeRun()), path);
    expect(readBaseline(path)).toEqual(makeBaseline(wholeRun()));
  });

  test("that does not exist is no baseline", () => {
    expect(readBaseline(join(folder, "missing.json"))).toBeUndefined();
  });

  test.each([
    ["null", "null"],
    ["another object", '{"ratios": []}'],
    ["a ratio that is none", JSON.stringify({ ...baselineAt(1, 0), ratios: [{ ratio: "1" }] })],
    ["a ratio that is null", JSON.stringify({ ...baselineAt(1, 0), ratios: [null] })],
  ])("that holds %s is refused by name", (_, text) => {
    const path = join(folder, "broken.json");
    writeFileSync(path, text);
    expect(() => readBaseline(path)).toThrow(`${path} is no baseline: record it anew`);
  });
});

describe("a ratio", () => {
  test.each([
    ["that is the same holds", 1, 0.01, [1], "held"],
    ["over by less than 8 % holds", 1, 0.01, [1.07], "held"],
    ["over by more than 8 % has slid", 1, 0.01, [1.09], "slid"],
    ["over by less than three times the recorded spread holds", 1, 0.05, [1.14], "held"],
    ["over by more than three times the recorded spread has slid", 1, 0.05, [1.16], "slid"],
    ["over by more than 25 % has slid, however restless the recording was", 1, 0.5, [1.26], "slid"],
    ["with one bad round holds", 1, 0.01, [1, 1.01, 1.02, 1, 5], "held"],
    ["of which all rounds are worse has slid", 1.05, 0.02, [1.18, 1.2, 1.21, 1.19, 1.22], "slid"],
    ["that is better by more than the tolerance is faster", 1, 0.01, [0.9], "faster"],
    ["that is a little better holds", 1, 0.01, [0.95], "held"],
  ] as const)("%s", (_, recorded, spread, ratios, outcome) => {
    const verdicts = check(runAt(...ratios), baselineAt(recorded, spread));
    expect(verdicts).toMatchObject([{ name: "core / small: ours to bare", outcome, recorded }]);
    expect(hasFailed(verdicts)).toBe(outcome === "slid");
  });

  test("that is missing though others were measured in its case is reported, and fails", () => {
    const others = runOf([seriesOf("core / small / bare / cpu", 10)]);
    const verdicts = check(others, baselineAt(1.2, 0.01));
    expect(verdicts).toEqual([{ name: "core / small: ours to bare", outcome: "missing", recorded: 1.2 }]);
    expect(hasFailed(verdicts)).toBe(true);
  });

  test("whose case was left out is reported, and does not fail by itself", () => {
    const verdicts = check(runAt(1), renewBaseline(runAt(1), makeBaseline(wholeRun())));
    expect(new Set(verdicts.map(({ outcome }) => outcome))).toEqual(new Set(["left out", "held"]));
    expect(hasFailed(verdicts)).toBe(false);
  });

  test("that was never recorded is reported as new", () => {
    const verdicts = check(runAt(1.3), { ...baselineAt(1, 0), ratios: [] });
    expect(verdicts).toEqual([{ name: "core / small: ours to bare", outcome: "new", measured: 1.3 }]);
  });

  test("of a run that is compared with itself holds in every case", () => {
    const verdicts = check(wholeRun(), makeBaseline(wholeRun()));
    expect(new Set(verdicts.map(({ outcome }) => outcome))).toEqual(new Set(["held"]));
  });
});

test("a check that compared nothing has failed", () => {
  expect(hasFailed([])).toBe(true);
  expect(hasFailed(check(runOf([]), baselineAt(1, 0)))).toBe(true);
});

test("noise that the recording has seen passes, whatever a run draws of it", () => {
  const noise = [0.94, 0.97, 1, 1.03, 1.06, 0.96, 1.04, 0.99, 1.01];
  const baseline = makeBaseline(runAt(...noise));
  for (let from = 0; from < noise.length; from++) {
    const part = [...noise.slice(from), ...noise.slice(0, from)].slice(0, 5);
    expect(hasFailed(check(runAt(...part), baseline))).toBe(false);
  }
  const slid = noise.map((value) => value * (1.01 + tolerance.most));
  expect(hasFailed(check(runAt(...slid), baseline))).toBe(true);
});

describe("warnings", () => {
  test("are not given where Node and processor are the same", () => {
    expect(warningsOf(runAt(1), baselineAt(1, 0))).toEqual([]);
  });

  test.each([
    ["v20.1.0", []],
    [
      "22.0.0",
      ["The baseline was recorded with Node 22.0.0, and this is Node 20.20.2: compared nevertheless"],
    ],
  ])("of a baseline by Node %s are %j", (node, warnings) => {
    expect(warningsOf(runAt(1), { ...baselineAt(1, 0), node })).toEqual(warnings);
  });

  test("name another processor", () => {
    const found = warningsOf(runAt(1), { ...baselineAt(1, 0), machine: "Apple M9" });
    expect(found).toEqual(["The baseline was recorded on Apple M9, and this is AMD EPYC"]);
  });

  test("do not keep a slide from being found", () => {
    const baseline = { ...baselineAt(1, 0), node: "22.0.0" };
    expect(hasFailed(check(runAt(2), baseline))).toBe(true);
  });
});

test("the verdicts are a table, what wants to be done comes last, and then the count", () => {
  const baseline = { ...baselineAt(1, 0.01), ratios: [...baselineAt(1, 0.01).ratios] };
  const text = describeVerdicts(check(runAt(1.2), baseline), ["Beware"]);
  expect(text).toContain("core / small: ours to bare      1.00  1.20     1.08  slid\n");
  expect(text).toContain("Warning: Beware.\n");
  expect(text.trimEnd().split("\n").at(-1)).toBe("1 slid");
});
