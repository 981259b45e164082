import fc from "fast-check";
import { createEvent, createSimulator, createVirtualClock } from "optimizely-cmp-webhooks/testing";
import { expect, test } from "vitest";
import { toCmpJson } from "../../src/testing/cmp-json.js";

test.each([
  [{}, "{}"],
  [[], "[]"],
  [
    { a: 1, b: [1, "x", { c: null }], d: {}, e: [] },
    '{"a": 1, "b": [1, "x", {"c": null}], "d": {}, "e": []}',
  ],
  [{ a: "b,\n  c: {\n}" }, '{"a": "b,\\n  c: {\\n}"}'],
  ["text", '"text"'],
])("%j has a blank after each comma and colon, and nowhere else", (value, text) => {
  expect(toCmpJson(value)).toBe(text);
});

test("it is JSON of the same value, with as many blanks more as there are commas and colons between values", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = toCmpJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      const marks =
        JSON.stringify(value)
          .replace(/"(\\.|[^"\\])*"/g, "")
          .match(/[,:]/g)?.length ?? 0;
      expect(text.length - JSON.stringify(value).length).toBe(marks);
    }),
  );
});

test("the simulator writes so too", async () => {
  const event = createEvent("task_added");
  const bodies: string[] = [];
  const target = {
    fetch: async (request: Request) => {
      bodies.push(await request.text());
      return new Response();
    },
  };
  await createSimulator({ target, clock: createVirtualClock() }).run([event]).finish();
  expect(bodies).toEqual([toCmpJson(event)]);
});
