import { expect, test } from "vitest";
import { formatFigure, formatRatio, formatRound, formatSpread } from "../../bench/src/report/format.js";

test.each([
  [27.412, "us", "27.4 µs"],
  [27, "us", "27.0 µs"],
  [0.5234, "us", "0.523 µs"],
  [312.4, "us", "312 µs"],
  [1_234, "us", "1.23 ms"],
  [2_345_678, "us", "2.35 s"],
  [0.834, "ms", "0.834 ms"],
  [1_234.5, "ms", "1.23 s"],
  [31_234, "1/s", "31,200/s"],
  [250, "bytes", "250 B"],
  [8_312, "bytes", "8.3 kB"],
  [152_400, "bytes", "152 kB"],
  [70_312_000, "bytes", "70.3 MB"],
  [8_000_000_000, "bytes", "8.00 GB"],
  [-2_400, "bytes", "-2.4 kB"],
  [123_456, "count", "123,456"],
  [2.314, "times", "2.31"],
  [0, "us", "0 µs"],
])("%d %s is written as %s", (value, unit, text) => {
  expect(formatFigure(value, unit)).toBe(text);
});

test("a round figure on an axis has no zeros at its end", () => {
  expect([20, 2.5, 1_000].map((value) => formatRound(value, "us"))).toEqual(["20 µs", "2.5 µs", "1 ms"]);
});

test.each([
  [1.084, "1.08"],
  [0.0421, "0.042"],
  [98.26, "98.3"],
  [1_234.5, "1,235"],
])("the ratio %d is written as %s", (value, text) => {
  expect(formatRatio(value)).toBe(text);
});

test("a ratio is written with its quartiles", () => {
  expect(formatSpread({ low: 1.049, median: 1.08, high: 1.1 })).toBe("1.08 (1.05–1.10)");
});

test("a unit that nobody knows is an error", () => {
  expect(() => formatFigure(1, "furlongs")).toThrow("No such unit: furlongs");
});
