import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasRedis } from "./redis-server.js";
import { rows } from "./store-contract-rows.js";
import type { Step } from "./store-steps.js";
import { type StoreKind, type Subject, storeKinds } from "./stores.js";

/** Texts that are keys as any other. */
const keys = [
  "task_added:31",
  "__proto__",
  "constructor",
  "",
  " ",
  "a:b:{c}",
  "ünï\u0000\r\n",
  "\\u0000",
  "\u0000",
  "\ud800",
  "\ud801",
  "x".repeat(250),
];

// The other files with such tests say nothing, so that it is one line.
if (!hasRedis)
  console.warn(
    "Skipped: all tests of redisStore, as there is no redis-server on the PATH (apt-get install redis-server)",
  );

for (const { name, skipped, open } of storeKinds) {
  describe.skipIf(skipped)(name, () => keepsTheContract(open));
}

function keepsTheContract(open: StoreKind["open"]): void {
  let subject: Subject;

  // A server takes its time to start on a busy machine.
  beforeAll(async () => {
    subject = await open();
  }, 60_000);

  afterAll(() => subject.close());

  test.each(rows)("$title", async ({ title, steps }) => {
    for (const step of steps) await take(step, title);
  });

  test.each(keys)("%j is a key of its own", async (key) => {
    const { store } = subject;
    expect(await store.reserve(key, 60_000, "A")).toBe("reserved");
    expect(await store.reserve(key, 60_000, "B")).toBe("in_flight");
    expect(await store.reserve(`${key}.`, 60_000, "B")).toBe("reserved");
    await store.complete(key, 60_000, "A");
    expect(await store.reserve(key, 60_000, "B")).toBe("done");
  });

  test("of many who ask at once, one is given the key", async () => {
    const { store } = subject;
    const asking = Array.from({ length: 100 }, (_, index) => store.reserve("at once", 60_000, `${index}`));
    const answers = await Promise.all(asking);
    expect(answers.filter((answer) => answer === "reserved")).toHaveLength(1);
    expect(answers.filter((answer) => answer === "in_flight")).toHaveLength(99);
  });

  async function take(step: Step, key: string): Promise<void> {
    const { store, advance } = subject;
    if ("reserve" in step) {
      expect(await store.reserve(key, step.leaseMs ?? 60_000, step.reserve)).toBe(step.says);
    } else if ("complete" in step) {
      expect(await store.complete(key, step.ttlMs ?? 60_000, step.complete)).toBe(step.says);
    } else if ("release" in step) {
      await store.release(key, step.release);
    } else {
      await advance(step.wait);
    }
  }
}
