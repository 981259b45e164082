import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { answerOf, defer, delivery, makeBench } from "../receiver/kit.js";
import { collectGarbage } from "../support/collector.js";
import { taskAdded } from "../support/recorder.js";

const size = 1_000_000;

/** The event, with white space behind it. */
const makeBytes = (): Uint8Array => new TextEncoder().encode(taskAdded.padEnd(size));

function makeChunks(): Uint8Array[] {
  const bytes = makeBytes();
  return [0, 1, 2, 3].map((at) => bytes.slice((at * size) / 4, ((at + 1) * size) / 4));
}

/** As `Readable.from`, which would hold the list. */
function streamOf(chunks: Uint8Array[]): Readable {
  return new Readable({
    read() {
      this.push(chunks.shift() ?? null);
    },
  });
}

const bodies: readonly [string, () => unknown][] = [
  ["a Node stream of one chunk", () => streamOf([makeBytes()])],
  ["a Node stream of several", () => streamOf(makeChunks())],
  ["a web stream of one chunk", () => ReadableStream.from([makeBytes()])],
  ["a web stream of several", () => ReadableStream.from(makeChunks())],
];

/** Bytes outside the heap that somebody holds; the collector frees the others in the background, so it is asked again. */
async function heldBytes(enough = 0): Promise<number> {
  let held = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 20 && held > enough; look += 1) {
    await new Promise(setImmediate);
    collectGarbage();
    held = process.memoryUsage().arrayBuffers;
  }
  return held;
}

test.each(bodies)("of %s, nothing is held while handlers work", async (_, makeBody) => {
  const { router, receiver } = makeBench();
  const [begun, leave] = [defer(), defer()];
  let working = 0;
  router.on("task_added", async () => {
    working += 1;
    if (working === 5) begun.resolve();
    await leave.promise;
  });
  const before = await heldBytes();
  const answers = [1, 2, 3, 4, 5].map(() => receiver.receive(delivery({ body: makeBody() })));
  await begun.promise;

  const enough = before + size / 2;
  expect(await heldBytes(enough)).toBeLessThanOrEqual(enough);
  leave.resolve();
  expect((await Promise.all(answers)).map(answerOf)).toEqual(Array(5).fill("200 handled"));
});
