import { Readable } from "node:stream";
import { defer } from "../receiver/kit.js";

/** A stream of the chunks, which then waits; `drained` tells when all of them were read. */
export function makeStream(...chunks: string[]) {
  const drained = defer();
  const stream = new Readable({
    highWaterMark: 1,
    read() {
      const chunk = chunks.shift();
      if (chunk === undefined) drained.resolve();
      else this.push(chunk);
    },
  });
  return { stream, drained: drained.promise };
}

/** How a stream can end early. */
export const endings: readonly [string, (stream: Readable) => void][] = [
  ["is destroyed", (stream) => void stream.destroy()],
  ["fails", (stream) => void stream.destroy(new Error("reset"))],
  ["fails without an error", (stream) => void stream.emit("error")],
  ["closes without an end", (stream) => void stream.emit("close")],
];
