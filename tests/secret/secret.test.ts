import { verifySecret } from "optimizely-cmp-webhooks";
import { describe, expect, test } from "vitest";
import { thrownBy } from "../receiver/kit.js";

const longest = "abcdefghijklmnopqrstuvwxyz012345";

/** The text with another character at one place. */
function spoil(text: string, at: number): string {
  const other = text[at] === "!" ? "?" : "!";
  return text.slice(0, at) + other + text.slice(at + 1);
}

test.each(["a", "hunter2", "!~", "a b", 'a"b\\', longest])("the secret %j opens its own door", (secret) => {
  expect(verifySecret(secret, secret)).toBe(true);
  expect(verifySecret(secret, [secret])).toBe(true);
});

test.each(Array.from(longest, (_character, at) => at))(
  "a secret that is wrong at position %i is refused",
  (at) => {
    expect(verifySecret(spoil(longest, at), longest)).toBe(false);
    expect(verifySecret(longest, spoil(longest, at))).toBe(false);
  },
);

test.each(Array.from(longest, (_character, length) => length))(
  "the first %i characters of the secret are not enough",
  (length) => {
    expect(verifySecret(longest.slice(0, length), longest)).toBe(false);
  },
);

describe("a received value that only resembles the secret is refused", () => {
  test.each<[string, string, string]>([
    ["nothing", "", "a"],
    ["one character more", "ab", "a"],
    ["one character less", "a", "ab"],
    ["a NUL more", "a\u0000", "a"],
    ["many NULs more", `a${"\u0000".repeat(31)}`, "a"],
    ["NULs alone", "\u0000".repeat(8), "a"],
    ["a space before", " a", "a"],
    ["a line end after", "a\n", "a"],
    ["the other case", "A", "a"],
    ["the secret twice", "a, a", "a"],
    ["32 right characters and one more", `${longest}6`, longest],
    ["32 right characters and 65,536 more", longest + "x".repeat(65_536), longest],
    ["what differs in the high byte alone", "\u0161", "a"],
    ["a lone surrogate", "\ud83d", "="],
  ])("%s", (_title, received, expected) => {
    expect(verifySecret(received, expected)).toBe(false);
  });
});

test.each<[string, unknown]>([
  ["null", null],
  ["undefined", undefined],
  ["a number", 5],
  ["true", true],
  ["a list of the secret", ["a"]],
  ["an object that turns into the secret", { toString: () => "a", length: 1, charCodeAt: () => 97 }],
  ["a String object", Object("a")],
  ["a symbol", Symbol("a")],
  ["a function", () => "a"],
])("%s is no secret", (_title, received) => {
  expect(verifySecret(received as string, "a")).toBe(false);
});

describe("rotation", () => {
  const expected = ["first", "second", "third"];

  test.each(expected)("%s of three secrets is accepted", (received) => {
    expect(verifySecret(received, expected)).toBe(true);
  });

  test.each(["fourth", "firstsecond", "first,second,third", ""])(
    "%j is none of three secrets",
    (received) => {
      expect(verifySecret(received, expected)).toBe(false);
    },
  );

  test("a list that names one secret twice is as good as the secret", () => {
    expect(verifySecret("a", ["a", "a"])).toBe(true);
  });

  test("the list may be frozen, and is left as it was", () => {
    const list = Object.freeze(["b", "a"]);
    expect(verifySecret("a", list)).toBe(true);
    expect(list).toEqual(["b", "a"]);
  });
});

const hidden = "hidden-secret-of-the-owner";
const wrong: readonly [string, unknown][] = [
  ["undefined", undefined],
  ["null", null],
  ["an empty text", ""],
  ["a number", 5],
  ["an object", {}],
  ["a String object", Object("a")],
  ["an empty list", []],
  ["a list with a hole", new Array(1)],
  ["a list with an empty text", [""]],
  ["a list with undefined", [hidden, undefined]],
  ["a list in a list", [[hidden]]],
  ["33 characters", "x".repeat(33)],
  ["33 characters after a right secret", [hidden, "x".repeat(33)]],
  ["a right secret and more than 32 characters of it", hidden.repeat(2)],
  ["17 characters beyond the basic plane, which are 34", "🔑".repeat(17)],
  ["white space before", ` ${hidden}`],
  ["white space after", `${hidden} `],
  ["a line end after", `${hidden}\n`],
  ["a byte order mark before", `\uFEFF${hidden}`],
  ["white space alone", "   "],
  ["white space around one of two", ["a", `${hidden}\t`]],
  // No header can carry these, so each delivery would be refused.
  ["Japanese", "日本語"],
  ["a Latin letter beyond ASCII", "sécret"],
  ["an emoji", "🔑"],
  ["a line feed inside", "a\nb"],
  ["a tab inside", "a\tb"],
  ["a NUL", "a\u0000"],
  ["a DEL", "a\u007fb"],
  ["a lone surrogate", "\ud800"],
];

describe.each(wrong)("an expected secret that is %s", (_title, expected) => {
  test.each(["", "x", hidden, null, undefined])("throws a TypeError when %j is received", (received) => {
    expect(() => verifySecret(received, expected as string)).toThrow(TypeError);
  });

  test("is not repeated in the message", () => {
    const thrown = thrownBy(() => verifySecret(hidden, expected as string));
    expect(String(thrown)).not.toContain(hidden);
    expect(String(thrown)).not.toContain("xxx");
  });
});

test.each<[string, unknown, RegExp]>([
  ["missing", undefined, /received undefined.*CMP_WEBHOOK_SECRET/],
  ["empty", "", /received an empty string.*CMP_WEBHOOK_SECRET/],
  ["too long", "x".repeat(33), /received 33 characters/],
  ["padded", " x", /white space/],
  ["not to be sent", "日本語", /header cannot carry/],
  ["not to be sent, of full length", `${"x".repeat(31)}é`, /header cannot carry/],
  ["none of a list", [], /received an empty list/],
  ["a number", 12345678, /received a value of type number$/],
  ["null", [null], /received null$/],
])("the message names the mistake when the secret is %s", (_title, expected, message) => {
  expect(() => verifySecret("x", expected as string)).toThrow(message);
});
