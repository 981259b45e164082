import fc from "fast-check";
import { isKnownEvent, parseEvent, ReceiverError } from "optimizely-cmp-webhooks";
import { expect, test } from "vitest";
import { runs } from "../support/thorough.js";
import { anyText, fixture, key, mutate, mutation } from "./arbitraries.js";

const codes = ["malformed_json", "malformed_envelope", "payload_mismatch"];

/** The code of the refusal, or `undefined`; whatever else is thrown fails the test. */
function codeOf(body: unknown): string | undefined {
  try {
    const event = parseEvent(body as object);
    expect(event.event_name).toBeTypeOf("string");
    expect(event.data).toBeTypeOf("object");
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof ReceiverError)) throw thrown;
    expect(codes).toContain(thrown.code);
    expect(thrown.issues.length > 0).toBe(thrown.code === "payload_mismatch");
    expect(thrown.issues.length).toBeLessThanOrEqual(20);
    return thrown.code;
  }
}

test("any text is an event or is refused", () => {
  fc.assert(
    fc.property(fc.oneof(anyText(), fc.json()), (text) => {
      codeOf(text);
    }),
    runs(400),
  );
});

test("any bytes are an event or are refused, just as their text is", () => {
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 64 }),
    fc.json().map((text) => new TextEncoder().encode(text)),
  );
  fc.assert(
    fc.property(bytes, (body) => {
      let text: string | undefined;
      try {
        text = utf8.decode(body);
      } catch {
        expect(codeOf(body)).toBe("malformed_json");
      }
      if (text !== undefined) expect(codeOf(body)).toBe(codeOf(text));
    }),
    runs(400),
  );
});

test("any JSON value is an event or is refused, parsed before or not", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(codeOf(value)).toBe(typeof value === "string" ? codeOf(value) : codeOf(JSON.stringify(value)));
    }),
    runs(400),
  );
});

test("any name with any data is an event or is refused", () => {
  fc.assert(
    fc.property(key, fc.dictionary(key, fc.jsonValue()), (event_name, data) => {
      const known = isKnownEvent({ event_name });
      expect(codeOf({ event_name, data })).toBe(
        event_name === "" ? "malformed_envelope" : known ? expect.anything() : undefined,
      );
    }),
  );
});

test("a valid delivery with any members changed is an event or is refused, and its object is left alone", () => {
  fc.assert(
    fc.property(fixture, fc.array(mutation, { minLength: 1, maxLength: 5 }), (event, mutations) => {
      const body = mutations.reduce(mutate, event);
      const before = JSON.stringify(body);
      const code = codeOf(body);

      if (typeof body !== "string") expect(code).not.toBe("malformed_json");
      expect(JSON.stringify(body)).toBe(before);
      if (typeof body === "object") expect(codeOf(before)).toBe(code);
    }),
    runs(400),
  );
});

test("a member that is added where none is known is no issue, wherever it stands", () => {
  fc.assert(
    fc.property(fixture, fc.array(mutation, { minLength: 1, maxLength: 5 }), (event, mutations) => {
      const body = mutations.map((one) => ({ ...one, kind: "add" as const })).reduce(mutate, event);
      const text = JSON.stringify(body);

      expect(JSON.stringify(parseEvent(text))).toBe(text);
    }),
    runs(300),
  );
});
