import { EventEmitter, once } from "node:events";
import { PassThrough, Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { answerOf, brief, delivery, makeHandlingBench, only } from "../receiver/kit.js";
import { taskAdded } from "../support/recorder.js";
import { endings, makeStream } from "./chunk-stream.js";

test("a stream is read as it comes, and answered when it ends", async () => {
  const { receiver, events } = makeHandlingBench();
  const { stream, drained } = makeStream(taskAdded.slice(0, 7), taskAdded.slice(7, 50));
  const answered = receiver.receive(delivery({ body: stream }));
  await drained;
  expect(events, "not before its end").toEqual([]);

  stream.push(taskAdded.slice(50));
  stream.push(null);
  expect(answerOf(await answered)).toBe("200 handled");
});

test("a stream that has ended, and was not read, is read", async () => {
  const { receiver } = makeHandlingBench();
  const stream = new PassThrough();
  stream.end(taskAdded);

  expect(answerOf(await receiver.receive(delivery({ body: stream })))).toBe("200 handled");
});

test("bytes that wait in the stream and bytes that are to come make one body", async () => {
  const { receiver, events } = makeHandlingBench();
  const { stream } = makeStream();
  stream.push(taskAdded.slice(0, 30));
  const answered = receiver.receive(delivery({ body: stream }));
  stream.push(taskAdded.slice(30));
  stream.push(null);
  await answered;

  expect(events).toEqual([JSON.parse(taskAdded)]);
});

test("a stream that somebody has paused is read all the same", async () => {
  const { receiver } = makeHandlingBench();
  const stream = Readable.from([taskAdded]).pause();

  expect(answerOf(await receiver.receive(delivery({ body: stream })))).toBe("200 handled");
});

describe.each(endings)("a stream that %s", (_title, end) => {
  test("in the middle is announced as body_aborted, and no handler runs", async () => {
    const { receiver, events, told } = makeHandlingBench();
    const { stream, drained } = makeStream(taskAdded);
    const answered = receiver.receive(delivery({ body: stream }));
    await drained;
    end(stream);

    expect(answerOf(await answered)).toBe("400 body_aborted");
    expect(brief(told)).toEqual(["rejected body_aborted"]);
    expect(events).toEqual([]);
  });

  test("after it was read whole disturbs nobody", async () => {
    const { receiver, told } = makeHandlingBench();
    const stream = new Readable({ read() {}, autoDestroy: false });
    stream.push(taskAdded);
    stream.push(null);
    await receiver.receive(delivery({ body: stream }));
    end(stream);
    if (!stream.closed && stream.destroyed) await once(stream, "close");

    expect(brief(told)).toEqual(["handled"]);
  });
});

test.each([
  ["destroyed", undefined],
  ["broken", new Error("reset")],
])("a stream that was %s before the delivery came is answered at once", async (_title, reason) => {
  const { receiver } = makeHandlingBench();
  const { stream } = makeStream(taskAdded);
  const closed = new Promise((resolve) => stream.on("close", resolve));
  stream.on("error", () => {}).destroy(reason);
  await closed;

  expect(answerOf(await receiver.receive(delivery({ body: stream })))).toBe("400 body_aborted");
});

test("the error of a stream is kept as the cause", async () => {
  const reset = new Error("reset");
  const { receiver, told } = makeHandlingBench();
  const { stream, drained } = makeStream(taskAdded);
  const answered = receiver.receive(delivery({ body: stream }));
  await drained;
  stream.destroy(reset);
  await answered;

  expect(only(told, "rejected").error.cause).toBe(reset);
});

test.each([
  ["objects", [{ event_name: "task_added" }]],
  ["numbers", [5]],
  ["booleans", [true]],
])("a stream of %s is refused, not thrown", async (_title, chunks) => {
  const { receiver, events } = makeHandlingBench();
  const { status } = await receiver.receive(delivery({ body: Readable.from(chunks) }));

  expect(status).toBeGreaterThanOrEqual(400);
  expect(events).toEqual([]);
});

test("an empty stream that somebody else has read to its end is consumed", async () => {
  const { receiver } = makeHandlingBench();
  const body = Readable.from([]).resume();
  await once(body, "end");

  expect(answerOf(await receiver.receive(delivery({ body })))).toBe("500 body_consumed");
});

test.each([{ pause() {}, resume() {} }, { pause() {} }])(
  "anything with the events of a stream will do: %o",
  async (methods) => {
    const { receiver } = makeHandlingBench();
    const stream = Object.assign(new EventEmitter(), methods);
    stream.on("newListener", (name) => {
      if (name === "data") queueMicrotask(send);
    });
    const send = (): void => {
      stream.emit("data", Buffer.from(taskAdded));
      stream.emit("end");
    };

    expect(answerOf(await receiver.receive(delivery({ body: stream })))).toBe("200 handled");
  },
);

test("a stream of HTTP/2 that its sender has given up is aborted, although it tells its end", async () => {
  const { receiver, events } = makeHandlingBench();
  const stream = Object.assign(new EventEmitter(), { pause() {}, aborted: true });
  stream.on("newListener", (name) => {
    if (name !== "data") return;
    queueMicrotask(() => {
      stream.emit("data", Buffer.from(taskAdded));
      stream.emit("end");
    });
  });

  expect(answerOf(await receiver.receive(delivery({ body: stream })))).toBe("400 body_aborted");
  expect(events).toEqual([]);
});
