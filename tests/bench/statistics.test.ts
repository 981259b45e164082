import { describe, expect, test } from "vitest";
import { differenceOf, medianOf, quartilesOf, ratioOf } from "../../bench/src/report/statistics.js";

describe("the median", () => {
  test.each([
    [[5], 5],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 1], 9],
    [[1, 1, 1, 1_000], 1],
  ])("of %j is %d", (values, median) => {
    expect(medianOf(values)).toBe(median);
  });

  test("leaves the list as it is", () => {
    const values = Object.freeze([3, 1, 2]);
    expect(medianOf(values)).toBe(2);
    expect(values).toEqual([3, 1, 2]);
  });
});

test.each([
  [[1, 2, 3, 4, 5], { low: 2, median: 3, high: 4 }],
  [[1, 2, 3, 4], { low: 1.75, median: 2.5, high: 3.25 }],
  [[7], { low: 7, median: 7, high: 7 }],
])("the quartiles of %j hold the middle half of it", (values, quartiles) => {
  expect(quartilesOf(values)).toEqual(quartiles);
});

test("a ratio is taken round by round, so that what slows down a whole round falls out", () => {
  expect(ratioOf([11, 110, 1_100], [10, 100, 1_000])).toEqual({ low: 1.1, median: 1.1, high: 1.1 });
});

test("a ratio has the quartiles of the rounds' ratios", () => {
  expect(ratioOf([1, 2, 3, 4, 5], [1, 1, 1, 1, 1])).toEqual({ low: 2, median: 3, high: 4 });
});

test("a difference is taken round by round as well", () => {
  expect(differenceOf([3, 13, 104], [1, 11, 101])).toEqual({ low: 2, median: 2, high: 2.5 });
});

test.each([
  ["no values", () => medianOf([]), "There are no values to take the median of"],
  ["what is no number", () => quartilesOf([1, Number.NaN]), "Not all are numbers: 1, NaN"],
  ["no rounds", () => ratioOf([], []), "There are no values to take the median of"],
  ["a round that is missing", () => ratioOf([1, 2], [1]), "2 rounds cannot be paired with 1"],
  ["a round too many", () => differenceOf([1], [1, 2]), "1 rounds cannot be paired with 2"],
  ["a ratio to 0", () => ratioOf([1, 1], [1, 0]), "A ratio to what is not above 0 says nothing: 1, 0"],
])("%s is refused in plain words", (_, call, message) => {
  expect(call).toThrow(new RangeError(message));
});
