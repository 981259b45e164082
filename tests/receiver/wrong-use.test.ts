import { once } from "node:events";
import { PassThrough } from "node:stream";
import { runInNewContext } from "node:vm";
import { EventRouter, type HandlerContext, parseEvent, type ReceiverEventMap } from "optimizely-cmp-webhooks";
import { expect, test } from "vitest";
import { fixtures } from "../fixtures/events.js";
import { taskAdded } from "../support/recorder.js";
import { answerOf, brief, delivery, makeHandlingBench } from "./kit.js";

test.each(["handeled", "", "constructor", "__proto__"])(
  "to listen to %j throws, as it is never announced",
  (name) => {
    const { receiver } = makeHandlingBench();

    expect(() => receiver.addEventListener(name as keyof ReceiverEventMap, () => {})).toThrow(TypeError);
    expect(() => receiver.addEventListener(name as keyof ReceiverEventMap, () => {})).toThrow(
      `must be one of handled, ignored, rejected, failed, mismatched, duplicate, answered, received ${JSON.stringify(name)}`,
    );
  },
);

test.each([undefined, null, "log", {}])("a listener that is %j throws at start", (listener) => {
  const { receiver } = makeHandlingBench();

  expect(() => receiver.addEventListener("handled", listener as never)).toThrow(
    /^listener must be a function/,
  );
});

const aborting = new AbortController();

test.each<[unknown, string]>([
  [{ onse: true }, 'options of addEventListener must be of once, signal, received "onse"'],
  [{ capture: true }, 'options of addEventListener must be of once, signal, received "capture"'],
  [null, "options of addEventListener must be an object, received null"],
  [true, "options of addEventListener must be an object, received true"],
  [{ once: "false" }, 'once must be true or false, received "false"'],
  [{ once: null }, "once must be true or false, received null"],
  [{ signal: aborting }, "signal must be an AbortSignal, received an object"],
  [{ signal: null }, "signal must be an AbortSignal, received null"],
  [{ signal: { aborted: true } }, "signal must be an AbortSignal, received an object"],
])("a listener with the options %j throws at start, and is not added", async (options, told) => {
  const { receiver } = makeHandlingBench();
  const call = () => receiver.addEventListener("handled", () => expect.unreachable(), options as never);

  expect(call).toThrow(TypeError);
  expect(call).toThrow(told);
  await receiver.receive(delivery());
});

test("what a context leaves undefined is filled in as what it leaves out", async () => {
  const router = new EventRouter();
  const told: HandlerContext[] = [];
  router.onAny((_event, context) => void told.push(context));
  const nothing: unknown = { signal: undefined, receivedAt: undefined, header: undefined };
  await router.dispatch(fixtures.task_added, nothing as Partial<HandlerContext>);

  expect(told).toHaveLength(1);
  expect(told[0]?.signal.aborted).toBe(false);
  expect(told[0]?.receivedAt).toBeInstanceOf(Date);
  expect(told[0]?.header("x")).toBeUndefined();
});

test("bytes without a view are bytes, as request.arrayBuffer() gives them", async () => {
  const { buffer } = new TextEncoder().encode(taskAdded);
  const { receiver } = makeHandlingBench({ maxBodyBytes: taskAdded.length });

  expect(parseEvent(buffer)).toEqual(JSON.parse(taskAdded));
  expect(answerOf(await receiver.receive(delivery({ body: buffer })))).toBe("200 handled");
});

test("bytes without a view are bytes in another realm too, as jest makes one", async () => {
  const buffer: unknown = runInNewContext("Uint8Array.from(bytes).buffer", { bytes: Buffer.from(taskAdded) });
  const { receiver } = makeHandlingBench();

  expect(buffer).not.toBeInstanceOf(ArrayBuffer);
  expect(answerOf(await receiver.receive(delivery({ body: buffer })))).toBe("200 handled");
});

test("bytes without a view are bounded as well", async () => {
  const { buffer } = new TextEncoder().encode(taskAdded);
  const { receiver } = makeHandlingBench({ maxBodyBytes: taskAdded.length - 1 });

  expect(answerOf(await receiver.receive(delivery({ body: buffer })))).toBe("413 body_too_large");
});

test("a stream that was read to its end before is announced as consumed, at once", async () => {
  const { receiver, told } = makeHandlingBench();
  const stream = new PassThrough();
  stream.end(taskAdded);
  await once(stream.resume(), "end");

  expect(answerOf(await receiver.receive(delivery({ body: stream })))).toBe("500 body_consumed");
  expect(brief(told)).toEqual(["failed body_consumed"]);
});
