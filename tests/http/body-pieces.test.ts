import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { answerOf, delivery, makeHandlingBench } from "../receiver/kit.js";
import { collectGarbage } from "../support/collector.js";
import { taskAdded } from "../support/recorder.js";
import { isThorough } from "../support/thorough.js";

/** Bytes of the heap, and outside of it, that are in use. */
function usedBytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const count = isThorough ? 300_000 : 100_000;
const text = taskAdded.padEnd(count);

/** A byte at a time, each in memory of its own, as a parser of HTTP gives them; at the end `look` is called. */
function* bytewise(look: () => void): Generator<Uint8Array> {
  for (let at = 0; at < count; at++) yield Buffer.from(text[at] ?? "");
  look();
}

const sources: readonly (readonly [string, (look: () => void) => unknown])[] = [
  ["a Node stream", (look) => Readable.from(bytewise(look))],
  ["a web stream", (look) => ReadableStream.from(bytewise(look))],
];

test.each(sources)("%s of single bytes is held in a few times its size", async (_title, make) => {
  const { receiver, events } = makeHandlingBench({ deadlineMs: 600_000 });
  const before = usedBytes();
  let held = 0;
  const body = make(() => {
    held = usedBytes() - before;
  });

  expect(answerOf(await receiver.receive(delivery({ body })))).toBe("200 handled");
  expect(events).toEqual([JSON.parse(taskAdded)]);
  expect(held).toBeLessThan(10 * count);
});

describe("chunks of every size make the body they came from", () => {
  /** Sizes around those at which a chunk is kept or copied, and a block is full. */
  const sizes = [1, 2, 3, 255, 256, 1_023, 4_095, 8_191, 8_192, 8_193, 16_384, 65_535, 65_536, 65_537];
  const patterns: readonly (readonly [string, (at: number) => number])[] = [
    ["small, then large", (at) => (at < 40 ? 100 : 70_000)],
    ["large, then small", (at) => (at < 3 ? 70_000 : 100)],
    ["in turns", (at) => (at % 2 === 0 ? 9_000 : 3)],
    ["of all sizes", (at) => sizes[at % sizes.length] ?? 1],
    ["of all sizes with empty ones", (at) => (at % 3 === 0 ? 0 : (sizes[at % sizes.length] ?? 1))],
    ["of 8,191 bytes", () => 8_191],
    ["of 37 bytes", () => 37],
  ];

  /** Digits that differ from place to place, so that nothing can be in the wrong place unseen. */
  const long = taskAdded.replace(
    "task-31",
    Array.from({ length: 60_000 }, (_, at) => at.toString(36)).join("-"),
  );

  function* cut(sizeAt: (at: number) => number): Generator<Uint8Array> {
    const bytes = Buffer.from(long);
    for (let at = 0, begin = 0; begin < bytes.length; at++) {
      const size = sizeAt(at);
      yield Buffer.from(bytes.subarray(begin, begin + size));
      begin += size;
    }
  }

  test.each(patterns)("%s", async (_title, sizeAt) => {
    const { receiver, events } = makeHandlingBench();
    await receiver.receive(delivery({ body: Readable.from(cut(sizeAt)) }));
    await receiver.receive(delivery({ body: ReadableStream.from(cut(sizeAt)) }));

    expect(events).toEqual([JSON.parse(long), JSON.parse(long)]);
  });

  test("a host may use the memory of a chunk again once the next one is there, if it is small", async () => {
    const { receiver, events } = makeHandlingBench();
    const memory = Buffer.alloc(1);
    const bytes = Buffer.from(taskAdded);
    async function* reusing() {
      yield bytes.subarray(0, 1);
      for (const byte of bytes.subarray(1)) {
        memory[0] = byte;
        yield memory;
      }
    }
    await receiver.receive(delivery({ body: reusing() }));

    expect(events).toEqual([JSON.parse(taskAdded)]);
  });
});

const empty = new Uint8Array(0);

function* endless<Chunk>(chunk: Chunk): Generator<Chunk> {
  for (;;) yield chunk;
}

describe("an endless source that never waits meets the deadline", () => {
  test.each<readonly [string, () => unknown]>([
    ["a Node stream of empty chunks", () => Readable.from(endless(empty))],
    ["a Node stream of empty texts", () => Readable.from(endless(""))],
    ["a web stream of empty chunks", () => ReadableStream.from(endless(empty))],
    [
      "a web stream that pushes empty chunks",
      () => new ReadableStream({ pull: (controller) => controller.enqueue(empty) }),
    ],
    [
      "a generator of empty chunks",
      async function* () {
        yield* endless(empty);
      },
    ],
    ["an iterator without a loop", () => endlessIterator(empty)],
    ["a generator of single bytes", () => endlessIterator(Buffer.from(" "))],
  ])("%s", async (_title, make) => {
    const { receiver, events } = makeHandlingBench({ deadlineMs: 20, maxBodyBytes: 1e9 });
    const made = make();
    const body = typeof made === "function" ? made() : made;

    expect(answerOf(await receiver.receive(delivery({ body })))).toBe("408 body_timeout");
    expect(events).toEqual([]);
  });
});

function endlessIterator(value: Uint8Array): unknown {
  return { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false, value }) }) };
}
