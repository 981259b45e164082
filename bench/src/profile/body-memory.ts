/*
 * What a body takes of memory on its way to an event, step by step: what is behind the peak of a request.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { formatRatio } from "../report/format.js";
import type { Table } from "../report/tables.js";

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

/** What Node reads from a socket at once, in bytes. */
const pieceSize = 64 * 1024;

/** Each step with the bytes that it takes for each byte of the body; none of them lets go of anything. */
export async function weighBody(body: Uint8Array): Promise<Table> {
  const held: unknown[] = [];
  const weigh = async (label: string, make: () => unknown): Promise<readonly [string, number]> => {
    const before = await heldBytes();
    held.push(make());
    return [label, ((await heldBytes()) - before) / body.length];
  };
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < body.length; at += pieceSize) pieces.push(body.subarray(at, at + pieceSize));
  const text = (): string => new TextDecoder().decode(body);
  // What is left of the start of this process goes now, and not while something is weighed.
  await heldBytes();
  const steps = [
    await weigh("The pieces, as they come from the socket", () =>
      pieces.map((piece) => new Uint8Array(piece)),
    ),
    await weigh("The bytes in one piece", () => new Uint8Array(body)),
    await weigh("The text", text),
    await weigh("The event", () => JSON.parse(text())),
  ];
  const sum = steps.reduce((total, [, bytes]) => total + bytes, 0);
  if (held.length !== steps.length) throw new Error("Not all is held that was weighed");
  const rows = [["**Together**", sum] as const, ...steps];
  return {
    title: "A body of 1 MiB, bytes for each of its bytes",
    head: ["Step", "bytes"],
    rows: rows.map(([label, bytes]) => [label, formatRatio(bytes)]),
    words: [0],
  };
}

/** On the heap and beside it; the collector frees in the background, so it is asked more than once. */
async function heldBytes(): Promise<number> {
  for (let turn = 0; turn < 25; turn += 1) {
    await new Promise(setImmediate);
    collect();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
