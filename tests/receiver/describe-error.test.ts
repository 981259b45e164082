import { expect, test } from "vitest";
import { describeError } from "../../src/receiver/describe-error.js";

/** An error without a stack, so that only its text is shown. */
function bare(message: string, parts: object = {}): Error {
  return Object.assign(new Error(message), { stack: undefined }, parts);
}

function chainOf(length: number): Error {
  let error = bare(`e${length}`);
  for (let at = length - 1; at > 0; at--) error = bare(`e${at}`, { cause: error });
  return error;
}

const aggregate = (message: string, errors: readonly unknown[]): Error =>
  bare(message, { name: "AggregateError", errors });
const numbered = (count: number): readonly Error[] =>
  Array.from({ length: count }, (_, at) => bare(`e${at + 1}`));

test.each<[string, unknown, string]>([
  ["eight causes", chainOf(8), "Error: e1 ← e2 ← e3 ← e4 ← e5 ← e6 ← e7 ← e8"],
  ["more causes", chainOf(20), "Error: e1 ← e2 ← e3 ← e4 ← e5 ← e6 ← e7 ← e8"],
  ["a cause that is null", bare("x", { cause: null }), "Error: x"],
  ["a cause that is zero", bare("x", { cause: 0 }), "Error: x ← 0"],
  ["no name", { message: "x" }, "Error: x"],
  ["neither a message nor a code", { message: "", name: "Odd" }, "Odd"],
  ["a code alone", bare("", { code: "ECONNRESET" }), "Error: ECONNRESET"],
  ["an empty list of errors", aggregate("none", []), "AggregateError: none"],
  [
    "five errors",
    aggregate("all", numbered(5)),
    "AggregateError: all [Error: e1; Error: e2; Error: e3; Error: e4; Error: e5]",
  ],
  [
    "seven errors",
    aggregate("all", numbered(7)),
    "AggregateError: all [Error: e1; Error: e2; Error: e3; Error: e4; Error: e5; 2 more]",
  ],
  ["errors with causes", aggregate("all", [chainOf(3)]), "AggregateError: all [Error: e1 ← e2 ← e3]"],
  [
    "errors in errors in errors",
    aggregate("1", [aggregate("2", [aggregate("3", [bare("4")])])]),
    "AggregateError: 1 [AggregateError: 2 [AggregateError: 3]]",
  ],
  [
    "an object of many members",
    Object.fromEntries(Array.from("abcdefghijkl", (name) => [name, 1])),
    "an object with the members a, b, c, d, e, f, g, h, i, j",
  ],
  [
    "a getter that throws",
    Object.defineProperty({}, "message", { get: fail }),
    "a value that cannot be shown",
  ],
])("an error with %s", (_title, thrown, text) => {
  expect(describeError(thrown)).toBe(text);
});

function fail(): never {
  throw new Error("no");
}

const real = "    at real (/app/tasks.js:7:9)";

test.each<[string, string, readonly string[], string]>([
  ["a message of several lines", "m\n    at home (x:1:1)", [real], " (at real (/app/tasks.js:7:9))"],
  ["a line that only looks like a frame", "m", ["looks at it", real], " (at real (/app/tasks.js:7:9))"],
  [
    "frames of this package and of the platform first",
    "m",
    [
      "    at a (/n/optimizely-cmp-webhooks/dist/index.js:1:1)",
      "    at b (C:\\n\\optimizely-cmp-webhooks\\dist\\index.js:1:1)",
      "    at c (node:internal/x:1:1)",
      "    at new Promise (<anonymous>)",
      real,
    ],
    " (at real (/app/tasks.js:7:9))",
  ],
  [
    "a frame in which a name is missing",
    "m",
    ["    at (<anonymous>) (/app/x.js:1:1)"],
    " (at (<anonymous>) (/app/x.js:1:1))",
  ],
  ["no frame of its own", "m", ["    at c (node:internal/x:1:1)"], ""],
])("the place of an error with %s", (_title, message, frames, place) => {
  const stack = [`Error: ${message}`, ...frames].join("\n");
  expect(describeError(Object.assign(new Error(message), { stack }))).toBe(`Error: ${message}${place}`);
});

test("the place of what has a stack and no message", () => {
  expect(describeError({ stack: `Odd\n${real}` })).toBe(
    "an object with the members stack (at real (/app/tasks.js:7:9))",
  );
});
