import fc from "fast-check";
import {
  type AnyContentBody,
  embeddedContents,
  fieldsOf,
  parseCmpTime,
  readField,
} from "optimizely-cmp-webhooks/content";
import { expect, test } from "vitest";
import { fixtures } from "../fixtures/events.js";
import { runs } from "../support/thorough.js";
import { mutate, mutation } from "./arbitraries.js";

/** Anything that may stand where a content is expected, as the types cannot know it. */
function asBody(value: unknown): AnyContentBody {
  return value as AnyContentBody;
}

/** Names that are members of contents, so that chance gets far into them. */
const name = fc.constantFrom(
  ...["fields_version", "latest_fields_version", "fields", "title", "locale", "field_values", "text_value"],
  ...["content_details", "primary_locale", "asset_guid", "latitude", "longitude", "__proto__", "toString"],
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "medium", withCrossShrink: true },
    fc.constantFrom<unknown>("en", "en_US", null, 1, true),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(name, tie("value"), { maxKeys: 4 }),
  ),
}));

function readAll(body: AnyContentBody): void {
  for (const key of [...Object.keys(fieldsOf(body)), "title", "__proto__"]) {
    for (const locale of [undefined, "en", "x"]) {
      const read = readField(body, key, { locale });
      if (read) expect(read.values[0]).toBe(read.value);
    }
  }
  for (const inner of embeddedContents(body)) fieldsOf(inner);
}

test("any JSON can be read as a content, and nothing is thrown", () => {
  fc.assert(
    fc.property(fc.oneof(value, fc.jsonValue()), (json) => readAll(asBody(json))),
    runs(1_000),
  );
});

test("so can a content of CMP with any members changed", () => {
  const events = [fixtures.content_preview_requested, fixtures.asset_published];
  fc.assert(
    fc.property(fc.constantFrom(...events), fc.array(mutation, { maxLength: 5 }), (event, mutations) => {
      const changed = mutations.reduce<unknown>(mutate, event);
      for (const body of bodiesIn(changed)) readAll(asBody(body));
    }),
    runs(100),
  );
});

test("any value is a time or none, and a time that was written is the time that is read", () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.string()), (json) => {
      expect(parseCmpTime(json)?.getTime()).not.toBeNaN();
    }),
  );
  const date = fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });
  fc.assert(
    fc.property(date, (time) => {
      expect(parseCmpTime(time.toISOString().replace("Z", ""))).toEqual(time);
    }),
  );
});

/** Whatever is called `content_body` in an event. */
function bodiesIn(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key === "content_body" ? [inner] : []),
    ...bodiesIn(inner),
  ]);
}
