import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { answerOf, brief, delivery, makeHandlingBench, only } from "../receiver/kit.js";
import { taskAdded } from "../support/recorder.js";

const parsed = JSON.parse(taskAdded);
const zipped = gzipSync(taskAdded);

/** A source that tells whether anything was read of it. */
function makeStream() {
  let reads = 0;
  const stream = new Readable({
    read() {
      reads++;
      this.push(zipped);
      this.push(null);
    },
  });
  return { stream, reads: () => reads };
}

describe("a content-encoding that nobody has undone", () => {
  test.each(["gzip", "GZIP", "deflate", "br", "zstd", "gzip, identity", "identity, gzip", "x-own", "*"])(
    "%s is refused before one byte of a stream is read",
    async (encoding) => {
      const { receiver, told, events } = makeHandlingBench();
      const { stream, reads } = makeStream();
      const headers = { "content-encoding": encoding };

      expect(answerOf(await receiver.receive(delivery({ headers, body: stream })))).toBe(
        "415 unsupported_encoding",
      );
      expect(brief(told)).toEqual(["rejected unsupported_encoding"]);
      expect([reads(), events]).toEqual([0, []]);
    },
  );

  test("is refused before a web stream is locked", async () => {
    const { receiver } = makeHandlingBench();
    const body = new Blob([zipped]).stream();

    const reply = await receiver.receive(delivery({ headers: { "content-encoding": "gzip" }, body }));
    expect([answerOf(reply), body.locked]).toEqual(["415 unsupported_encoding", false]);
  });

  test("is refused after the secret", async () => {
    const { receiver } = makeHandlingBench();
    const headers = { "content-encoding": "gzip", "callback-secret": "guess" };

    expect(answerOf(await receiver.receive(delivery({ headers })))).toBe("401 secret_mismatch");
  });

  test("is refused before its size is looked at", async () => {
    const { receiver } = makeHandlingBench();
    const headers = { "content-encoding": "gzip", "content-length": "99999999" };

    expect(answerOf(await receiver.receive(delivery({ headers, body: makeStream().stream })))).toBe(
      "415 unsupported_encoding",
    );
  });

  test.each<[string, unknown]>([
    ["bytes", zipped],
    ["text", zipped.toString("latin1")],
  ])("is found out by what the host has read as %s", async (_title, body) => {
    const { receiver, told } = makeHandlingBench();
    const headers = { "content-encoding": "gzip" };

    expect(answerOf(await receiver.receive(delivery({ headers, body })))).toBe("415 unsupported_encoding");
    expect(only(told, "rejected").error.cause).toMatchObject({ code: "malformed_json" });
  });
});

describe("a content-encoding that somebody has undone", () => {
  test.each<[string, unknown]>([
    ["bytes", Buffer.from(taskAdded)],
    ["text", taskAdded],
    ["an object", parsed],
  ])("is no fault of %s", async (_title, body) => {
    const { receiver, events } = makeHandlingBench();
    const headers = { "content-encoding": "gzip", "content-length": String(zipped.length) };

    expect(answerOf(await receiver.receive(delivery({ headers, body })))).toBe("200 handled");
    expect(events).toEqual([parsed]);
  });

  test("leaves other faults of the body as they are", async () => {
    const { receiver } = makeHandlingBench();
    const headers = { "content-encoding": "gzip" };

    expect(answerOf(await receiver.receive(delivery({ headers, body: "[]" })))).toBe(
      "400 malformed_envelope",
    );
  });
});

test.each(["identity", "Identity", "", " ", "identity, identity", ", identity"])(
  "the content-encoding %j changes nothing",
  async (encoding) => {
    const { receiver } = makeHandlingBench();
    const headers = { "content-encoding": encoding };

    expect(answerOf(await receiver.receive(delivery({ headers, body: Readable.from([taskAdded]) })))).toBe(
      "200 handled",
    );
    expect(answerOf(await receiver.receive(delivery({ headers, body: "{" })))).toBe("400 malformed_json");
  },
);

test("many blanks in a content-encoding take no more time than their number", async () => {
  const { receiver } = makeHandlingBench();
  // With the square of their number, this takes a minute and the test exceeds its limit.
  const encoding = `${" ".repeat(200_000)}x`;

  expect(
    answerOf(await receiver.receive(delivery({ headers: { "content-encoding": encoding }, body: "{" }))),
  ).toBe("415 unsupported_encoding");
});
