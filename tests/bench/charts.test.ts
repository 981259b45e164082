import { describe, expect, test } from "vitest";
import { type BarChart, drawBars } from "../../bench/src/report/bar-chart.js";
import { drawCharts } from "../../bench/src/report/chart.js";
import { drawLines, type LineChart } from "../../bench/src/report/line-chart.js";
import { makeChosen, makeLinear, makeLogarithmic } from "../../bench/src/report/scale.js";
import { element, escapeXml } from "../../bench/src/report/svg.js";
import { runOf, seriesOf, wholeRun } from "./kit.js";
import { allIn, parseXml } from "./xml.js";

const hostile = `<script>alert("1 & 2")</script>\u0000\u001b[31m`;

const bars: BarChart = {
  title: hostile,
  unit: "us",
  groups: [{ name: hostile, bars: [{ label: hostile, value: 2, note: hostile, isOurs: true }] }],
};
const lines: LineChart = {
  title: hostile,
  xTitle: hostile,
  xLabels: { 1: hostile },
  unit: "us",
  y: "linear",
  lines: [
    {
      label: hostile,
      points: [
        { x: 1, y: 1 },
        { x: 10, y: 2 },
      ],
    },
  ],
};

describe.each(drawCharts(wholeRun()))("the chart $file", ({ svg, title }) => {
  test("is well-formed, and says what it shows to those who do not see it", () => {
    const root = parseXml(svg);
    expect([root.name, root.attributes.get("role")]).toEqual(["svg", "img"]);
    const [name, description] = root.children;
    expect([name?.name, name?.text]).toEqual(["title", title]);
    expect(description?.name).toBe("desc");
    expect(description?.text).toMatch(/ours|this package|other events/);
    const ids = [name, description].map((node) => node?.attributes.get("id"));
    expect(root.attributes.get("aria-labelledby")).toBe(ids.join(" "));
  });

  test("has its own background and colours for a dark page", () => {
    expect(svg).toContain('<rect class="back"');
    expect(svg).toContain("@media(prefers-color-scheme:dark)");
  });

  test("is small, and runs and loads nothing", () => {
    expect(Buffer.byteLength(svg)).toBeLessThan(10_000);
    expect(svg).not.toMatch(/<script|href|url\(|@import|\bon\w+=/);
  });

  test("lies within its frame", () => {
    const root = parseXml(svg);
    const [, , width = 0, height = 0] = (root.attributes.get("viewBox") ?? "").split(" ").map(Number);
    const limits = {
      x: width,
      cx: width,
      x1: width,
      x2: width,
      y: height,
      cy: height,
      y1: height,
      y2: height,
    };
    for (const { attributes } of allIn(root)) {
      for (const [key, limit] of Object.entries(limits)) {
        const value = Number(attributes.get(key) ?? 0);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(limit);
      }
    }
  });
});

test("the same figures give the same files to the byte", () => {
  expect(drawCharts(wholeRun())).toEqual(drawCharts(wholeRun()));
});

test("there is a chart for HTTP, and one for each thing that grows", () => {
  const files = drawCharts(wholeRun()).map(({ file }) => file);
  expect(files).toEqual(["http.svg", "handlers.svg", "connections.svg", "body.svg", "in-flight.svg"]);
});

test("what was not measured has no chart", () => {
  expect(drawCharts(runOf([]))).toEqual([]);
  const only = drawCharts(runOf([seriesOf("http / small / node ours / cpu", 20)]));
  expect(only.map(({ file }) => file)).toEqual(["http.svg"]);
});

test("a value that a logarithmic axis has no place for is left out", () => {
  const series = [
    seriesOf("body / 1024 / node ours / cpu", 0),
    seriesOf("body / 16384 / node ours / cpu", 20),
  ];
  expect(drawCharts(runOf(series))[0]?.svg.match(/<circle/g)).toHaveLength(1);
});

test.each([
  ["bars", drawBars(bars)],
  ["lines", drawLines(lines)],
])("text in a chart of %s is never taken for an element", (_, svg) => {
  const nodes = allIn(parseXml(svg));
  expect(nodes.map(({ name }) => name)).not.toContain("script");
  expect(nodes.filter(({ text }) => text.includes(`<script>alert("1 & 2")</script>`)).length).toBeGreaterThan(
    3,
  );
  expect(svg).not.toMatch(/[^\P{Cc}\n]/u);
});

test("text in attributes cannot end them", () => {
  const node = parseXml(element("rect", { class: `a" onload="b` }));
  expect([...node.attributes]).toEqual([["class", `a" onload="b`]]);
  expect(escapeXml(`<&>"`)).toBe("&lt;&amp;&gt;&quot;");
});

test("a place that is no number is an error and not a broken file", () => {
  expect(() => element("rect", { x: Number.NaN })).toThrow("Not a place on a chart: NaN");
});

describe("an axis", () => {
  const span = { from: 0, to: 100 };

  test.each([
    [
      [62, 190],
      [0, 50, 100, 150, 200],
    ],
    [[0.7], [0, 0.2, 0.4, 0.6, 0.8]],
    [[100], [0, 25, 50, 75, 100]],
    [[0], [0, 1]],
  ])("that begins with 0 has round ticks for %j", (values, ticks) => {
    const found = makeLinear(values, span).ticks;
    expect(found).toHaveLength(ticks.length);
    for (const [at, tick] of ticks.entries()) expect(found[at]).toBeCloseTo(tick);
  });

  test("that is logarithmic has a tick at each power of ten around the values", () => {
    const { ticks, place } = makeLogarithmic([30, 9_000], span);
    expect(ticks).toEqual([10, 100, 1_000, 10_000]);
    expect(place(100)).toBeCloseTo(100 / 3);
  });

  test("of cases has a tick at each of them, the same ratio being as long everywhere", () => {
    const { ticks, place } = makeChosen([1, 10, 100], span);
    expect(ticks).toEqual([1, 10, 100]);
    expect([1, 10, 100].map(place)).toEqual([0, 50, 100]);
  });

  test("of a single case is no division by 0", () => {
    expect(makeChosen([10], span).place(10)).toBe(0);
  });

  test("that is logarithmic refuses 0", () => {
    expect(() => makeLogarithmic([0, 1], span)).toThrow("No such logarithms: 0, 1");
  });
});

test.each([
  "<a><b></a></b>",
  "<a>",
  "<a/><b/>",
  "<a>&nbsp;</a>",
  "<a>1 < 2</a>",
  '<a b="1" b="2"/>',
  "<a b=1/>",
])("the reader of these tests refuses %s", (xml) => {
  expect(() => parseXml(xml)).toThrow(SyntaxError);
});
