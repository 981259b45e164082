import { describe, expect, test } from "vitest";
import { type Goal, goals, judgeGoals } from "../../bench/src/report/goals.js";
import { tabulateGoals, writeGoals } from "../../bench/src/report/goals-table.js";
import type { Series } from "../../bench/src/results.js";
import { runOf, seriesOf, wholeRun } from "./kit.js";

const small: Goal = {
  path: "small",
  place: { suite: "http", case: "small", contestant: "node ours", metric: "cpu" },
  against: "node bare",
  by: "ratio",
  atMost: 1.1,
  stretch: 1.05,
  unit: "times",
};
const { stretch: _, ...plain } = small;
const load: Goal = {
  path: "import",
  place: { suite: "start", case: "-", contestant: "ours", metric: "import" },
  against: "empty module",
  by: "difference",
  atMost: 3,
  unit: "ms",
};
const memory: Goal = {
  path: "memory",
  place: { suite: "body", case: "4194304", contestant: "node ours", metric: "held per byte" },
  by: "figure",
  atMost: 3,
  unit: "times",
};

const ratio = (value: number): readonly Series[] => [
  seriesOf("http / small / node ours / cpu", value, 2 * value, 3 * value),
  seriesOf("http / small / node bare / cpu", 1, 2, 3),
];

describe("a goal", () => {
  test.each([
    ["is met below its bound", small, ratio(1.08), "met", false],
    ["is met at its bound", small, ratio(1.1), "met", false],
    ["is met as hoped at what is hoped for", small, ratio(1.05), "met", true],
    ["without more to hope for is just met", plain, ratio(0.5), "met", false],
    ["is missed above its bound", small, ratio(1.11), "missed", false],
    [
      "of a difference is met by what is more",
      load,
      [seriesOf("start / - / ours / import", 12, 13), seriesOf("start / - / empty module / import", 10, 10)],
      "met",
      false,
    ],
    [
      "of a figure is missed by the figure itself",
      memory,
      [seriesOf("body / 4194304 / node ours / held per byte", 3.5)],
      "missed",
      false,
    ],
    ["is not measured without its series", small, [], "not measured", false],
    ["is not measured without the other side", small, ratio(1).slice(0, 1), "not measured", false],
    [
      "is not measured by a series without values",
      small,
      [ratio(1)[0], seriesOf("http / small / node bare / cpu")].flatMap((one) => one ?? []),
      "not measured",
      false,
    ],
  ] as const)("%s", (_, goal, series, verdict, isStretched) => {
    expect(judgeGoals(runOf(series), [goal])).toMatchObject([{ verdict, isStretched }]);
  });

  test("has the quartiles that tell how sure the verdict is", () => {
    const series = [
      seriesOf("http / small / node ours / cpu", 1, 1.1, 1.2, 1.3, 1.4),
      seriesOf("http / small / node bare / cpu", 1, 1, 1, 1, 1),
    ];
    const [judgement] = judgeGoals(runOf(series), [small]);
    expect(judgement?.measured).toEqual({ low: 1.1, median: 1.2, high: 1.3 });
  });

  test("whose rounds cannot be paired is an error that names the series", () => {
    const series = [
      seriesOf("http / small / node ours / cpu", 1, 2),
      seriesOf("http / small / node bare / cpu", 1),
    ];
    expect(() => judgeGoals(runOf(series), [small])).toThrow(
      "http / small / node ours / cpu: 2 rounds, but node bare has 1: a round is missing",
    );
  });
});

test("a figure that is none is an error that names the series", () => {
  const run = runOf([
    seriesOf("http / small / node ours / cpu", 1, Number.NaN),
    seriesOf("http / small / node bare / cpu", 1, 1),
  ]);
  expect(() => judgeGoals(run, [small])).toThrow(
    "http / small / node ours / cpu: not all are numbers: 1, NaN",
  );
});

test("every goal is about something that a whole run measures", () => {
  const open = judgeGoals(wholeRun()).filter(({ verdict }) => verdict === "not measured");
  expect(open.map(({ goal }) => goal.path)).toEqual([]);
});

test("no two goals have the same name", () => {
  expect(new Set(goals.map(({ path }) => path)).size).toBe(goals.length);
});

test("the table has the bound, the figure, its quartiles and the verdict", () => {
  expect(tabulateGoals(judgeGoals(runOf(ratio(1.04)), [small, load])).rows).toEqual([
    ["small", "1.10 (hoped: 1.05)", "1.04", "1.04–1.04", "met, as hoped"],
    ["import", "3.00 ms", "–", "–", "not measured"],
  ]);
});

describe("the goals' part of the document", () => {
  const present = writeGoals(judgeGoals(runOf(ratio(1.04)), [small, load]), "", "2026-01-01");

  test("keeps the row of a goal that this run did not measure", () => {
    const series = [
      seriesOf("start / - / ours / import", 5),
      seriesOf("start / - / empty module / import", 1),
    ];
    const next = writeGoals(judgeGoals(runOf(series), [small, load]), present, "2026-02-02");
    expect(next.split("\n").slice(2, 4)).toEqual([
      "| small | 1.10 (hoped: 1.05) | 1.04 | 1.04–1.04 | met, as hoped | 2026-01-01 |",
      "| import | 3.00 ms | 4.00 ms | 4.00 ms–4.00 ms | missed | 2026-02-02 |",
    ]);
  });

  test("does not keep what was measured against another bound", () => {
    const next = writeGoals(judgeGoals(runOf([]), [{ ...small, atMost: 1.2 }]), present, "2026-02-02");
    expect(next.split("\n")[2]).toBe("| small | 1.20 (hoped: 1.05) | – | – | not measured | – |");
  });
});
