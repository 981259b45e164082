import { describe, expect, test } from "vitest";
import { answerOf, brief, delivery, makeHandlingBench, only } from "../receiver/kit.js";
import { taskAdded } from "../support/recorder.js";

const bytes = new TextEncoder().encode(taskAdded);

/** A web stream that a test can see being cancelled. */
function makeStream(start: (controller: ReadableStreamDefaultController<Uint8Array>) => void) {
  const cancelled: unknown[] = [];
  const stream = new ReadableStream<Uint8Array>({ start, cancel: (reason) => void cancelled.push(reason) });
  return { stream, cancelled };
}

describe("a web stream", () => {
  test("that is locked by somebody else has been consumed", async () => {
    const { receiver, told } = makeHandlingBench();
    const { stream } = makeStream((controller) => controller.enqueue(bytes));
    stream.getReader();

    expect(answerOf(await receiver.receive(delivery({ body: stream })))).toBe("500 body_consumed");
    expect(only(told, "failed").error.cause).toBeInstanceOf(TypeError);
  });

  test("that fails before its first byte is aborted", async () => {
    const reset = new Error("reset");
    const { receiver, told } = makeHandlingBench();
    const { stream } = makeStream((controller) => controller.error(reset));

    expect(answerOf(await receiver.receive(delivery({ body: stream })))).toBe("400 body_aborted");
    expect(only(told, "rejected").error.cause).toBe(reset);
  });

  test.each([new Error("reset"), undefined, null, "reset", Object.create(null)])(
    "that fails in the middle is aborted",
    async (reason) => {
      const { receiver, events, told } = makeHandlingBench();
      let pulls = 0;
      const stream = new ReadableStream({
        pull: (controller) => (pulls++ === 0 ? controller.enqueue(bytes) : controller.error(reason)),
      });

      expect(answerOf(await receiver.receive(delivery({ body: stream })))).toBe("400 body_aborted");
      expect(brief(told)).toEqual(["rejected body_aborted"]);
      expect(events).toEqual([]);
    },
  );

  test("that is too long is cancelled", async () => {
    const { receiver } = makeHandlingBench({ maxBodyBytes: 100 });
    const { stream, cancelled } = makeStream((controller) => {
      for (let sent = 0; sent < 10; sent++) controller.enqueue(bytes);
    });

    expect(answerOf(await receiver.receive(delivery({ body: stream })))).toBe("413 body_too_large");
    expect(cancelled).toHaveLength(1);
  });

  test("that never ends is read no further than is allowed", async () => {
    const { receiver } = makeHandlingBench({ maxBodyBytes: 1_000 });
    let sent = 0;
    const stream = new ReadableStream({
      pull(controller) {
        sent += 100;
        controller.enqueue(new Uint8Array(100));
      },
    });

    expect(answerOf(await receiver.receive(delivery({ body: stream })))).toBe("413 body_too_large");
    expect(sent).toBeLessThanOrEqual(1_300);
  });

  test("that cannot be cancelled is answered all the same", async () => {
    const { receiver } = makeHandlingBench({ maxBodyBytes: 10 });
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue(bytes),
      cancel: () => Promise.reject(new Error("no")),
    });

    expect(answerOf(await receiver.receive(delivery({ body: stream })))).toBe("413 body_too_large");
  });

  test("is unlocked and not disturbed when the secret is wrong", async () => {
    const { receiver } = makeHandlingBench();
    const { stream, cancelled } = makeStream((controller) => controller.enqueue(bytes));
    await receiver.receive(delivery({ body: stream, headers: { "callback-secret": "guess" } }));

    expect(stream.locked).toBe(false);
    expect(cancelled).toEqual([]);
  });
});

type Source = Partial<Record<"next" | "return", () => unknown>>;

/** Something to iterate over that keeps none of the rules. */
function makeIterable(source: Source): unknown {
  return { [Symbol.asyncIterator]: () => source };
}

test("a web stream without an iterator, as some platforms have it, is read by its reader", async () => {
  const stream = makeStream((controller) => {
    controller.enqueue(bytes);
    controller.close();
  }).stream;
  const { receiver } = makeHandlingBench();
  const body = { getReader: () => stream.getReader() };

  expect(answerOf(await receiver.receive(delivery({ body })))).toBe("200 handled");
});

test("what can be iterated is no web stream because it has a member of that name", async () => {
  const { receiver } = makeHandlingBench();
  const steps = [{ done: false, value: bytes }, { done: true }];
  const body = Object.assign(makeIterable({ next: async () => steps.shift() }) as object, { getReader: 5 });

  expect(answerOf(await receiver.receive(delivery({ body })))).toBe("200 handled");
});

test.each(["on", "getReader"])("a parsed body with a member %s is no stream", async (name) => {
  const { receiver } = makeHandlingBench();
  const body = { ...JSON.parse(taskAdded), [name]: 5 };

  expect(answerOf(await receiver.receive(delivery({ body })))).toBe("200 handled");
});
