import fc from "fast-check";
import { verifySecret } from "optimizely-cmp-webhooks";
import { expect, test } from "vitest";
import { runs } from "../support/thorough.js";
import { anyText } from "./arbitraries.js";

/** Whatever JavaScript calls a string, lone surrogates and NULs included. */
const text = fc.oneof(
  anyText({ maxLength: 40 }),
  fc.string({ maxLength: 40, unit: fc.constantFrom("a", "b", "\u0000", "\ud800", "á") }),
);

/** What may be registered: visible ASCII, blanks inside. */
const secret = fc
  .string({ minLength: 1, maxLength: 32, unit: "grapheme-ascii" })
  .filter((one) => one.trim() === one);
const secrets = fc.array(secret, { minLength: 1, maxLength: 5 });

test("a string opens the door if it is one of the secrets, and only then", () => {
  fc.assert(
    fc.property(text, secrets, (received, expected) => {
      expect(verifySecret(received, expected)).toBe(expected.includes(received));
    }),
    runs(3_000),
  );
});

test("each of the secrets opens the door", () => {
  fc.assert(
    fc.property(secrets, fc.nat(), (expected, index) => {
      expect(verifySecret(expected[index % expected.length], expected)).toBe(true);
    }),
  );
});

test("a secret with one change anywhere opens no door", () => {
  fc.assert(
    fc.property(secret, fc.nat(), fc.constantFrom("a", "\u0000", " ", "é", ""), (expected, at, put) => {
      const index = at % (expected.length + 1);
      const changed = expected.slice(0, index) + put + expected.slice(index + 1);
      expect(verifySecret(changed, expected)).toBe(changed === expected);
    }),
    runs(1_000),
  );
});

test("anything but a string opens no door, and throws nothing", () => {
  fc.assert(
    fc.property(fc.anything(), secrets, (received, expected) => {
      fc.pre(typeof received !== "string");
      expect(verifySecret(received as null, expected)).toBe(false);
    }),
  );
});

test("anything that is expected is either used, or refused with a TypeError", () => {
  fc.assert(
    fc.property(text, fc.anything(), (received, expected) => {
      try {
        expect(verifySecret(received, expected as string)).toBeTypeOf("boolean");
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(TypeError);
      }
    }),
  );
});
