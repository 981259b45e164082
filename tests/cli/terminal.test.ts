import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { columns, flow } from "../../src/cli/layout.js";
import { barsOf } from "../../src/cli/soak/report.js";
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

test.each(colours)("%s: colours only where they can be shown", (_name, env, isTTY, hasColours) => {
  const { terminal } = makeTerminal(env, isTTY);
  expect(terminal.paint("good", "yes")).toBe(hasColours ? "\u001b[32myes\u001b[39m" : "yes");
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

test("what is wrong is one line, whatever is in it", () => {
  const { terminal, stderr } = makeTerminal();
  terminal.complain("a\n  b\u001b[2J");
  expect(stderr.read()).toBe("cmp-webhooks: a b\\u001b[2J\n");
});

test("a secret is hidden in all that is written", () => {
  const { terminal, stdout, stderr } = makeTerminal();
  terminal.hide("hush-hush");
  terminal.print("it is hush-hush");
  terminal.printJson({ "hush-hush": ["hush-hush"] });
  terminal.complain("not hush-hush");
  expect(`${stdout.read()}${stderr.read()}`).not.toContain("hush-hush");
});

/** A secret, a text in which a server repeats it, and what is shown. */
const repeated: readonly (readonly [name: string, secret: string, text: string, shown: string])[] = [
  ["as it is", "it is $ecret (yes)", "<it is $ecret (yes)>", "<[secret]>"],
  ["in JSON", 'a"b\\c/d', JSON.stringify({ sent: 'a"b\\c/d' }), '{"sent":"[secret]"}'],
  ["in JSON with all escapes", "a/b", '{"sent":"\\u0061\\/\\u0062"}', '{"sent":"[secret]"}'],
  ["in a URL", "a b&c", "?secret=a%20b%26c", "?secret=[secret]"],
  ["in HTML", "<a&'b\">", "<p>&lt;a&amp;&#39;b&#x22;&gt;</p>", "<p>[secret]</p>"],
  ["short", "abc", "You sent abc, not abcd", "You sent [secret], not abcd"],
  ["short, of signs", "-1-", "You sent -1-.", "You sent [secret]."],
];

test.each(repeated)("a secret that is repeated %s is hidden", (_name, secret, text, shown) => {
  const { terminal, stdout } = makeTerminal();
  terminal.hide(secret);
  expect(terminal.clean(text)).toBe(shown);
  terminal.printJson({ answer: text });
  expect(JSON.parse(stdout.read())).toEqual({ answer: shown });
});

test("a secret at the place where a text is cut does not show its first half", () => {
  const { terminal } = makeTerminal();
  terminal.hide("hush-hush");
  expect(terminal.clean(`${"x".repeat(8)}hush-hush`, 12)).toBe("xxxxxxxx[sec...");
});

const invisible = "\u0000\u009b\u061c\u200b\u200e\u2028\u202e\u2066\ufeff\u{e0041}\ud800";

test.each([...invisible])("no output has the character %j in it", (character) => {
  const { terminal, stdout, stderr } = makeTerminal();
  terminal.print(`a${character}b`);
  terminal.printJson({ [character]: character });
  terminal.complain(`a${character}b`);
  expect(terminal.clean(`a${character}b`)).not.toContain(character);
  const [line = "", json = ""] = String(stdout.read()).split("\n");
  expect(`${line}${json}${stderr.read()}`).not.toContain(character);
  expect(JSON.parse(json)).toEqual({ [character]: character });
});

describe("layout", () => {
  const paint = (_style: unknown, text: string): string => text;

  test("columns are aligned, and an empty one is left out", () => {
    const rows = [
      { cells: ["asset_added", "", "string"], text: "Its text." },
      { cells: ["id", ""], text: "" },
    ];
    expect(columns(rows, paint)).toEqual(["  asset_added  string  Its text.", "  id"]);
  });

  test("colours do not count for the width", () => {
    const rows = [
      { cells: [{ text: "a", style: "bad" } as const], text: "x" },
      { cells: ["bb"], text: "y" },
    ];
    expect(columns(rows, (_style, text) => `<${text}>`)).toEqual(["  <a>   x", "  bb  y"]);
  });

  test("cells follow one another, without the empty ones", () => {
    expect(flow(["1/2", "", { text: "task_added", style: "good" }], paint)).toBe("1/2  task_added");
  });

  test("long text is cut, and not within a character", () => {
    const { terminal } = makeTerminal();
    expect(terminal.clean("x".repeat(400))).toBe(`${"x".repeat(300)}...`);
    expect(terminal.clean("\u{1f600}".repeat(2), 3)).toBe("\u{1f600}...");
  });

  test("bars are as long as their counts, and one of few is still seen", () => {
    const histogram = [
      { from_ms: 0, to_ms: 0.2, count: 1_000 },
      { from_ms: 0.2, to_ms: 0.5, count: 0 },
      { from_ms: 0.5, to_ms: 1, count: 500 },
      { from_ms: 10_000, to_ms: null, count: 1 },
    ];
    const rows = barsOf(histogram, "#");
    const lengths = columns(rows, paint).map((line) => line.match(/#/g)?.length ?? 0);
    expect(lengths).toEqual([40, 0, 20, 1]);
    expect(columns(rows, paint)[0]).toMatch(/^ +0 to 0\.2 ms {2}#{40} {2}1,000 {2} 66\.6%$/);
    expect(columns(rows, paint).at(-1)).toMatch(/^ +over 10000 ms {2}#/);
  });
});
