import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
import { expect, test } from "vitest";

/** How many walks over a map of several keys `work` begins: each visits first what was deleted, up to 100,000 keys. */
function countWalks(work: () => void): number {
  const own = Object.getOwnPropertyDescriptors(Map.prototype);
  let walks = 0;
  for (const name of ["keys", "values", "entries", "forEach", Symbol.iterator] as const) {
    const walk: unknown = own[name].value;
    const value = function (this: Map<unknown, unknown>, ...given: unknown[]): unknown {
      if (this.size > 1) walks++;
      return Reflect.apply(walk as () => unknown, this, given);
    };
    Object.defineProperty(Map.prototype, name, { ...own[name], value });
  }
  try {
    work();
  } finally {
    Object.defineProperties(Map.prototype, own);
  }
  return walks;
}

test("at 100,000 keys, its default bound, a step walks over none of those that were forgotten", () => {
  const store = memoryStore();
  const finish = (key: string): void => {
    store.reserve(key, 60_000, key);
    store.complete(key, 3_600_000, key);
  };
  for (let index = 0; index < 100_000; index++) finish(`${index}`);
  const walks = countWalks(() => {
    for (let index = 100_000; index < 200_000; index++) finish(`${index}`);
  });

  expect(walks).toBeLessThanOrEqual(1);
  const ask = (key: string) => store.reserve(key, 60_000, "somebody else");
  expect(["199999", "100000", "99998"].map(ask)).toEqual(["done", "done", "reserved"]);
});
