import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { isThorough } from "../support/thorough.js";

const rounds = 10;
const count = isThorough ? 20_000 : 4_000;

/**
 * What is kept for each delivery makes every round larger, by a reference and an object at least; what is made once, such
 * as a table that doubles or compiled code, makes one round larger. So the median of the rounds is what counts.
 */
const bytesOfALeak = 32;

test.each(["without", "with"])("many deliveries, %s a store, leave nothing in the heap", async (store) => {
  const script = join(import.meta.dirname, "children/memory.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--expose-gc",
    "--import",
    "tsx",
    script,
    store,
    String(rounds),
    String(count),
  ]);
  const heaps: number[] = JSON.parse(stdout);
  expect(heaps.length).toBe(rounds);

  const grown = heaps.slice(1).map((heap, round) => (heap - Number(heaps[round])) / count);
  const median = grown.toSorted((one, other) => one - other)[Math.floor(grown.length / 2)];
  const [from, to] = [heaps[0], heaps.at(-1)].map((bytes = Number.NaN) => (bytes / 1e6).toFixed(2));
  console.log(
    `Memory, ${store} a store: ${rounds} rounds of ${count} deliveries, heap after collection ${from} MB to ${to} MB, ` +
      `${Math.round(Number(median))} bytes a delivery`,
  );
  expect(median).toBeLessThan(bytesOfALeak);
});
