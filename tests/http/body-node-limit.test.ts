import { once } from "node:events";
import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { answerOf, delivery, makeHandlingBench } from "../receiver/kit.js";
import { taskAdded } from "../support/recorder.js";
import { endings, makeStream } from "./chunk-stream.js";

describe.each(endings)("a stream that %s", (_title, end) => {
  test("after it was refused as too large disturbs nobody", async () => {
    const { receiver } = makeHandlingBench({ maxBodyBytes: 10 });
    const { stream } = makeStream(taskAdded);

    expect(answerOf(await receiver.receive(delivery({ body: stream })))).toBe("413 body_too_large");
    end(stream);
    if (!stream.closed && stream.destroyed) await once(stream, "close");
  });
});

test("a stream that is too long is read no further, and left to the host", async () => {
  const { receiver } = makeHandlingBench({ maxBodyBytes: 100 });
  let sent = 0;
  const stream = new Readable({
    highWaterMark: 10,
    read() {
      sent += 10;
      this.push(sent < 5_000 ? " ".repeat(10) : null);
    },
  });
  await receiver.receive(delivery({ body: stream }));
  const before = sent;
  // A stream that still reads on its own does so within one turn.
  await new Promise(setImmediate);

  expect(sent - before).toBeLessThanOrEqual(20);
  expect(sent).toBeLessThan(200);
  expect(stream.destroyed, "the host may want to answer on the same connection").toBe(false);
  expect(stream.isPaused()).toBe(true);
  expect(stream.listenerCount("data")).toBe(0);
  stream.destroy();
});

test("a stream that is said to be too long is not touched", async () => {
  const { receiver } = makeHandlingBench();
  const { stream } = makeStream();
  await receiver.receive(delivery({ body: stream, headers: { "content-length": "99999999" } }));

  expect(stream.listenerCount("data")).toBe(0);
  expect(stream.readableDidRead).toBe(false);
});
