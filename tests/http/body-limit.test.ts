import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { answerOf, brief, delivery, makeHandlingBench } from "../receiver/kit.js";
import { taskAdded } from "../support/recorder.js";

const wide = taskAdded.replace("task-31", "täsk-密-🔑");
const size = Buffer.byteLength(wide);

/** Every kind in which a body of this text may come, unread or read. */
const kinds: readonly { kind: string; make: (text: string) => unknown }[] = [
  { kind: "text", make: (text) => text },
  { kind: "bytes", make: (text) => new TextEncoder().encode(text) },
  { kind: "a Buffer", make: (text) => Buffer.from(text) },
  { kind: "a Node stream of one chunk", make: (text) => Readable.from([Buffer.from(text)]) },
  { kind: "a Node stream of bytes one by one", make: (text) => Readable.from(bytewise(text)) },
  {
    kind: "a Node stream that decodes",
    make: (text) => Readable.from(bytewise(text), { objectMode: false }).setEncoding("utf8"),
  },
  { kind: "a web stream", make: (text) => new Blob([text]).stream() },
  { kind: "a web stream of bytes one by one", make: (text) => ReadableStream.from(bytewise(text)) },
  { kind: "a generator of bytes", make: (text) => generate(bytewise(text)) },
  { kind: "a generator of text", make: (text) => generate([...text]) },
];

function bytewise(text: string): Buffer[] {
  return Array.from(Buffer.from(text), (byte) => Buffer.of(byte));
}

async function* generate<Chunk>(chunks: readonly Chunk[]) {
  yield* chunks;
}

describe.each(kinds)("a body that comes as $kind", ({ make }) => {
  test("arrives whole, characters that were split included", async () => {
    const { receiver, events } = makeHandlingBench();

    expect(answerOf(await receiver.receive(delivery({ body: make(wide) })))).toBe("200 handled");
    expect(events).toEqual([JSON.parse(wide)]);
  });

  test("may begin with a byte order mark", async () => {
    const { receiver, events } = makeHandlingBench();
    await receiver.receive(delivery({ body: make(`\uFEFF${wide}`) }));

    expect(events).toEqual([JSON.parse(wide)]);
  });

  test("may be empty, and is no JSON then", async () => {
    const { receiver } = makeHandlingBench();

    expect(answerOf(await receiver.receive(delivery({ body: make("") })))).toBe("400 malformed_json");
  });

  test("may be exactly as long as is allowed, counted in bytes", async () => {
    const { receiver } = makeHandlingBench({ maxBodyBytes: size });

    expect(answerOf(await receiver.receive(delivery({ body: make(wide) })))).toBe("200 handled");
  });

  test("is refused when it is one byte longer", async () => {
    const { receiver, events, told } = makeHandlingBench({ maxBodyBytes: size - 1 });

    expect(answerOf(await receiver.receive(delivery({ body: make(wide) })))).toBe("413 body_too_large");
    expect(brief(told)).toEqual(["rejected body_too_large"]);
    expect(events).toEqual([]);
  });

  test("is refused when it is far too long, with no content-length or one that lies", async () => {
    const { receiver } = makeHandlingBench({ maxBodyBytes: 10 });
    const lie = { "content-length": "5" };

    expect(answerOf(await receiver.receive(delivery({ body: make(wide) })))).toBe("413 body_too_large");
    expect(answerOf(await receiver.receive(delivery({ body: make(wide), headers: lie })))).toBe(
      "413 body_too_large",
    );
  });

  test.each(["99999999999999999999", "1e9", "Infinity"])(
    "is refused unread when it is said to be %s bytes long",
    async (length) => {
      const { receiver } = makeHandlingBench();
      const headers = { "content-length": length };

      expect(answerOf(await receiver.receive(delivery({ body: make(wide), headers })))).toBe(
        "413 body_too_large",
      );
    },
  );

  test.each(["", "0", "-1", "nonsense", "NaN", "5, 5", undefined])(
    "is read whatever a content-length of %j says",
    async (length) => {
      const { receiver } = makeHandlingBench();
      const headers = { "content-length": length };

      expect(answerOf(await receiver.receive(delivery({ body: make(wide), headers })))).toBe("200 handled");
    },
  );
});

describe("a string is measured in bytes, at every width of its characters", () => {
  test.each(["a", "é", "密", "🔑", "\ud800"])("%s", async (character) => {
    const text = taskAdded.replace("task-31", character.repeat(200));
    const bytes = new TextEncoder().encode(text).length;
    const tryWith = async (maxBodyBytes: number) =>
      answerOf(await makeHandlingBench({ maxBodyBytes }).receiver.receive(delivery({ body: text })));

    expect(await tryWith(bytes)).toBe("200 handled");
    expect(await tryWith(bytes - 1)).toBe("413 body_too_large");
    expect(await tryWith(text.length - 1)).toBe("413 body_too_large");
    expect(await tryWith(bytes * 3)).toBe("200 handled");
  });
});

test("5 MiB are allowed, and no byte more, where nothing else was said", async () => {
  const { receiver } = makeHandlingBench();
  const body = taskAdded.padEnd(5 * 1024 * 1024);

  expect(answerOf(await receiver.receive(delivery({ body })))).toBe("200 handled");
  expect(answerOf(await receiver.receive(delivery({ body: `${body} ` })))).toBe("413 body_too_large");
});

test.each<[string, unknown, string]>([
  ["a parsed object", JSON.parse(taskAdded), "200 handled"],
  [
    "a parsed object without a prototype",
    Object.assign(Object.create(null), JSON.parse(taskAdded)),
    "200 handled",
  ],
  ["null", null, "400 malformed_envelope"],
  ["a number", 5, "400 malformed_envelope"],
  ["true", true, "400 malformed_envelope"],
  ["a bigint", 5n, "400 malformed_envelope"],
  ["a symbol", Symbol("x"), "400 malformed_envelope"],
  ["a function", () => taskAdded, "400 malformed_envelope"],
  ["a list", [], "400 malformed_envelope"],
  ["an empty object", {}, "400 malformed_envelope"],
  ["a form", new URLSearchParams({ event_name: "task_added" }), "400 malformed_envelope"],
  ["undefined", undefined, "500 body_consumed"],
])("a body that is %s is answered with %s", async (_title, body, answer) => {
  const { receiver } = makeHandlingBench();

  expect(answerOf(await receiver.receive(delivery({ body })))).toBe(answer);
});

test("a parsed object reaches the handlers as it is, and is not changed", async () => {
  const body = Object.freeze(JSON.parse(taskAdded));
  const { receiver, events } = makeHandlingBench();
  await receiver.receive(delivery({ body }));

  expect(events[0]).toBe(body);
});
