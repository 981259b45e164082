import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { isThorough } from "../support/thorough.js";

const deliveries = isThorough ? 200_000 : 40_000;

test.each(["without", "with"])(
  "many deliveries, %s a store, leave the heap within 10 % of what it was",
  async (store) => {
    const script = join(import.meta.dirname, "children/memory.ts");
    const { stdout } = await promisify(execFile)(process.execPath, [
      "--expose-gc",
      "--import",
      "tsx",
      script,
      store,
      String(deliveries),
    ]);
    const { count, before, after }: Record<string, number> = JSON.parse(stdout);

    const [from, to] = [before, after].map((bytes = Number.NaN) => (bytes / 1e6).toFixed(2));
    console.log(
      `Memory, ${store} a store: ${count} deliveries, heap after collection ${from} MB before, ${to} MB after`,
    );
    expect(count).toBe(deliveries);
    expect(Number(after) / Number(before)).toBeLessThan(1.1);
  },
);
