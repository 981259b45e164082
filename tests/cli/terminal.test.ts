import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { clean, columns, flow, wrap } from "../../src/cli/layout.js";
import { drawBars } from "../../src/cli/soak/report.js";
import { Terminal } from "../../src/cli/terminal.js";

/** A terminal whose screen can be read. */
function makeTerminal(env: Record<string, string> = {}, isTTY = true, width = 80) {
  const stdout = Object.assign(new PassThrough({ encoding: "utf8" }), { isTTY, columns: width });
  const stderr = Object.assign(new PassThrough({ encoding: "utf8" }), { isTTY, columns: width });
  return { terminal: new Terminal({ stdout, stderr, env }), stdout, stderr };
}

const colours: readonly (readonly [string, Record<string, string>, boolean, boolean])[] = [
  ["a terminal", { TERM: "xterm" }, true, true],
  ["a terminal with NO_COLOR", { TERM: "xterm", NO_COLOR: "1" }, true, false],
  ["a terminal with an empty NO_COLOR", { TERM: "xterm", NO_COLOR: "" }, true, true],
  ["a dumb terminal", { TERM: "dumb" }, true, false],
  ["a file", { TERM: "xterm" }, false, false],
];

test.each(colours)("%s: colours where they are wanted", (_name, env, isTTY, hasColours) => {
  const { terminal } = makeTerminal(env, isTTY);
  expect(terminal.paint("good", "yes")).toBe(hasColours ? "\u001b[32myes\u001b[0m" : "yes");
});

test("the progress line is drawn on a terminal alone, and never beyond its edge", () => {
  const live = makeTerminal({ TERM: "xterm" }, true, 40);
  live.terminal.draw("x".repeat(100));
  expect(live.stderr.read()).toBe(`\r${"x".repeat(39)}\u001b[K`);
  for (const { terminal, stderr } of [makeTerminal({ TERM: "dumb" }), makeTerminal({}, false)]) {
    terminal.draw("x");
    expect(stderr.read()).toBeNull();
  }
});

test("lines for a file are not broken, unless COLUMNS says so", () => {
  expect(makeTerminal({}, false).terminal.width).toBeGreaterThan(10_000);
  expect(makeTerminal({ COLUMNS: "90" }, false).terminal.width).toBe(90);
  expect(makeTerminal({ COLUMNS: "90" }, true, 120).terminal.width).toBe(120);
});

test("what is wrong is one line, whatever is in it", () => {
  const { terminal, stderr } = makeTerminal();
  terminal.complain("a\n  b\u001b[2J");
  expect(stderr.read()).toBe("cmp-webhooks: a b\\u001b[2J\n");
});

test("a secret is hidden in all that is written", () => {
  const { terminal, stdout, stderr } = makeTerminal();
  terminal.hide("hush-hush");
  terminal.print("it is hush-hush");
  terminal.complain("not hush-hush");
  expect(`${stdout.read()}${stderr.read()}`).not.toContain("hush-hush");
});

describe("layout", () => {
  const paint = (_style: unknown, text: string): string => text;
  const text = "Words that go on for longer than there is room for them, and are broken between words.";

  test.each([40, 60, 80, 200])("columns are aligned, and no word is cut, in %i columns", (width) => {
    const cells = [
      ["asset_added", "string"],
      ["id", ""],
      ["a", "string or null"],
    ];
    const lines = columns(
      cells.map((row) => ({ cells: row, text })),
      { width, paint },
    );
    expect(lines.filter((line) => line.length > width)).toEqual([]);
    // Where there is no room beside the cells the text goes below them, and not down a narrow lane.
    expect(lines.length).toBeLessThan(15);
    const words = lines.join(" ").split(/\s+/).filter(Boolean);
    for (const word of text.split(" "))
      expect(words.filter((other) => other === word)).toHaveLength(countOf(word));
    expect(
      new Set(lines.filter((line) => /string/.test(line)).map((line) => line.indexOf("string"))),
    ).toEqual(new Set([15]));
  });

  const countOf = (word: string): number => 3 * text.split(" ").filter((other) => other === word).length;

  test("a word that is longer than the line has one of its own", () => {
    expect(wrap(`at https://${"x".repeat(50)} now`, 20)).toEqual(["at", `https://${"x".repeat(50)}`, "now"]);
  });

  test("a URL that is longer than the line is broken behind its slashes", () => {
    const lines = wrap("at https://api.example.com/v3/tasks/31/steps", 26);
    expect(lines).toEqual(["at", "https://api.example.com/", "v3/tasks/31/steps"]);
  });

  test("cells that have no room any more go on in an indented line, with the spaces that align them", () => {
    const cells = ["1/2", "task_added   ", { text: "acknowledged", style: "good" } as const, ""];
    expect(flow(cells, { width: 24, paint })).toEqual(["1/2  task_added   ", "  acknowledged"]);
    expect(flow(cells, { width: 80, paint })).toEqual(["1/2  task_added     acknowledged"]);
  });

  test("control characters are shown, and long text is cut", () => {
    expect(clean("a\u0000\u009b\u202eb")).toBe("a\\u0000\\u009b\\u202eb");
    expect(clean("x".repeat(400))).toBe(`${"x".repeat(300)}...`);
  });

  test("bars are as long as their counts, and one of few is still seen", () => {
    const buckets = [
      { fromMs: 0, toMs: 1, count: 1_000 },
      { fromMs: 1, toMs: 2, count: 500 },
      { fromMs: 2, toMs: 5, count: 0 },
      { fromMs: 5, toMs: Number.POSITIVE_INFINITY, count: 1 },
    ];
    const lines = drawBars(buckets, { width: 80, isUnicode: false, paint });
    const lengths = lines.map((line) => line.match(/#/g)?.length ?? 0);
    expect(lengths[1]).toBe(Math.round((lengths[0] ?? 0) / 2));
    expect(lengths.slice(2)).toEqual([0, 1]);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  });
});
