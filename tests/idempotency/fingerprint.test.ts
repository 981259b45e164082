import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fingerprint } from "../../src/idempotency/fingerprint.js";

/** As Node makes it. */
function expected(text: string): string {
  const bytes = Buffer.from(text, "utf16le").swap16();
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

test.each(Array.from({ length: 130 }, (_, length) => length))(
  "of %i characters it is that of node:crypto, over every border of a block",
  (length) => {
    const text = "a-secret-of-our-own-0123456789-ü".repeat(5).slice(0, length);
    expect(fingerprint(text)).toBe(expected(text));
  },
);

test("of any string it is that of node:crypto, lone surrogates included", () => {
  const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 300 }), (text) => {
      expect(fingerprint(text)).toBe(expected(text));
    }),
  );
});
