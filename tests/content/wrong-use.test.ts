import { embeddedContents, readField } from "optimizely-cmp-webhooks/content";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { expect, test } from "vitest";

const body = createEvent("content_preview_requested").data.assets.structured_contents[0]?.content_body;

test.each([
  [null, "options of readField must be an object, received null"],
  ["en", 'options of readField must be an object, received "en"'],
  [{ lang: "en" }, 'options of readField must be of locale, kind, received "lang"'],
  [{ kind: "txt" }, /^kind must be one of asset, content, .*, json, received "txt"$/],
  [{ kind: null }, /^kind must be one of .*, received null$/],
])("readField refuses the options %j", (options, message) => {
  for (const any of [body, undefined, {}]) {
    expect(() => readField(any, "text-field", options as never)).toThrow(TypeError);
    expect(() => readField(any, "text-field", options as never)).toThrow(message);
  }
});

test.each([
  [null, "options of embeddedContents must be an object, received null"],
  [3, "options of embeddedContents must be an object, received 3"],
  [{ depth: 3 }, 'options of embeddedContents must be of maxDepth, received "depth"'],
  [{ maxDepth: "3" }, 'maxDepth must be a number, received "3"'],
  [{ maxDepth: null }, "maxDepth must be a number, received null"],
])("embeddedContents refuses the options %j", (options, message) => {
  expect(() => embeddedContents(body, options as never)).toThrow(new TypeError(message));
});

// It may come from data, where a locale may be missing.
test.each([null, 5, {}, undefined, ""])("a locale of %j is the primary locale", (locale) => {
  const read = readField(body, "text-field", { kind: "text", locale: locale as never });
  expect(read).toEqual(readField(body, "text-field", { kind: "text" }));
  expect(read?.value).toBe("Plum dumplings");
});
