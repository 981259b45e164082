import { createReceiver, type ErrorCode, EventRouter, ReceiverError } from "optimizely-cmp-webhooks";
import { expect, test } from "vitest";
import { refusals as table } from "../../src/errors.js";
import { announced } from "../../src/receiver/listeners.js";
import { optionNames } from "../../src/receiver/options.js";
import { linesOf } from "./blocks.js";

const readme = linesOf("README.md");
const troubleshooting = linesOf("docs/troubleshooting.md");

const codes = Object.keys(table) as ErrorCode[];
const options = Object.keys(optionNames);
const announcements = Object.keys(announced);

/** What CMP is told that needs no further delivery, and its status; 202 `ignored` has two reasons. */
const acknowledgements = [
  "200 `handled`",
  "200 `duplicate`",
  "202 `ignored`",
  "202 `ignored`",
  "202 `accepted`",
];

test.each(["npm ci && npm run demo", "npm ci && npm test"])("%s stands alone on a line", (command) => {
  expect(readme.filter((line) => line === command)).toHaveLength(1);
});

test("the README is of one sitting: at most 250 lines, and no sentence of more than 25 words", () => {
  expect(readme.length).toBeLessThanOrEqual(250);
  // A cell of a table, an entry of a list and a heading are read by themselves.
  const sentences = readme
    .join("\n")
    .replace(/^```[\s\S]*?^```$/gm, "")
    .replaceAll(/\]\([^)]*\)/g, "]")
    .split(/(?<=[.!?]\)?)\s+|\n\n|\n(?=[*#\d])|\s\|\s/)
    .map((one) => one.trim());
  expect(sentences.length).toBeGreaterThan(100);
  expect(sentences.filter((one) => one.split(/\s+/).length > 25)).toEqual([]);
});

test("the table of answers has every code once, with the status that the source gives it", () => {
  const answers = rowsUnder(troubleshooting, "## By code").map(
    ([, status, code]) => `${Number.parseInt(status ?? "", 10)} ${code}`,
  );
  const refusals = codes.map((code) => `${new ReceiverError(code).status} \`${code}\``);
  const expected = [...acknowledgements, ...refusals];
  expect(answers.sort()).toEqual(expected.sort());
});

test("the table of answers says of every refusal that CMP sends it again", () => {
  for (const [what, status, , again] of rowsUnder(troubleshooting, "## By code")) {
    expect(again, what).toBe(/^20[02]$/.test(status ?? "") ? "no" : "yes");
  }
});

test("the flowchart has every code once, with its status", () => {
  const [chart = ""] = /```mermaid[\s\S]*?```/.exec(troubleshooting.join("\n")) ?? [];
  const drawn = [...chart.matchAll(/\[(\d{3}) (\w+)\]/g)].map(([, status, code]) => `${status} \`${code}\``);
  const refusals = codes.map((code) => `${new ReceiverError(code).status} \`${code}\``);
  expect(drawn.sort()).toEqual([...new Set([...acknowledgements, ...refusals])].sort());
});

test("the table of messages has those that a wrong option throws", () => {
  const router = new EventRouter();
  const wrong = [undefined, " padded", "x".repeat(33), []].map((secret) => ({ router, secret }));
  const others = [
    { router: undefined as never, secret: null },
    { router, secret: null, idempotency: {} as never },
    { router, secret: null, onMissmatch: "reject" },
  ];
  const messages = [...wrong, ...others].map((options) => {
    expect(() => createReceiver(options)).toThrow(TypeError);
    return messageOf(() => createReceiver(options));
  });
  const listed = rowsUnder(troubleshooting, "## Messages at start");
  expect(listed).toHaveLength(messages.length);
  for (const message of messages) {
    expect(
      listed.filter(([cell = ""]) => message.startsWith(cell.slice(1, -1))),
      message,
    ).toHaveLength(1);
  }
});

test("the tables of options and announcements are complete", () => {
  const announced = rowsUnder(linesOf("docs/observability.md"), "## Announcements");
  expect(rowsUnder(readme, "## Options").flatMap(([cell]) => namesIn(cell))).toEqual(options);
  expect(announced.flatMap(([cell]) => namesIn(cell))).toEqual(announcements);
});

/** The cells of the first table under a heading, without its head. */
function rowsUnder(lines: readonly string[], heading: string): string[][] {
  const begin = lines.indexOf(heading);
  expect(begin, heading).toBeGreaterThan(0);
  const first = lines.findIndex((line, at) => at > begin && line.startsWith("|"));
  const length = lines.slice(first).findIndex((line) => !line.startsWith("|"));
  return lines.slice(first + 2, first + length).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}

function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return "";
}

function namesIn(cell = ""): string[] {
  return [...cell.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);
}
