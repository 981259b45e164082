import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
import { expect, test } from "vitest";

test("at 100,000 keys, its default bound, it takes no longer than at few", () => {
  const store = memoryStore();
  const finish = (key: string): void => {
    store.reserve(key, 60_000, key);
    store.complete(key, 3_600_000, key);
  };
  for (let index = 0; index < 100_000; index++) finish(`${index}`);
  const { user } = process.cpuUsage();
  for (let index = 100_000; index < 200_000; index++) finish(`${index}`);

  // In microseconds: 2 for each, or 25 with a walk over all that was deleted.
  expect(process.cpuUsage({ user, system: 0 }).user).toBeLessThan(1_500_000);
  const ask = (key: string) => store.reserve(key, 60_000, "somebody else");
  expect(["199999", "100000", "99998"].map(ask)).toEqual(["done", "done", "reserved"]);
});
