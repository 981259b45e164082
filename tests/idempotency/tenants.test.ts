import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
import { expect, test } from "vitest";
import { secret } from "../support/client.js";
import { makeBench, taskAdded } from "./kit.js";

const secrets = new Map([
  ["org-a", "secret-of-organization-a"],
  ["org-b", "secret-of-organization-b"],
]);

function from(organizationId: string) {
  return {
    headers: { "callback-secret": secrets.get(organizationId) ?? "", "organization-id": organizationId },
  };
}

test("who knows the secret of one organization cannot mark the events of another as done", async () => {
  const { router, deliver } = makeBench(memoryStore(), {
    secret: ({ organizationId = "" }) => secrets.get(organizationId) ?? [],
  });
  router.on("task_added", () => {});

  expect(await deliver(taskAdded("1"), from("org-a"))).toBe("200 handled");
  expect(await deliver(taskAdded("1"), from("org-b"))).toBe("200 handled");
  expect(await deliver(taskAdded("1"), from("org-a"))).toBe("200 duplicate");
});

test("where all share one secret, the key alone is what a store is asked for", async () => {
  const keys: string[] = [];
  const store = memoryStore();
  const { router, deliver } = makeBench({
    reserve(key, leaseMs, token) {
      keys.push(key);
      return store.reserve(key, leaseMs, token);
    },
    complete: (key, ttlMs, token) => store.complete(key, ttlMs, token),
    release: (key, token) => store.release(key, token),
  });
  router.on("task_added", () => {});
  await deliver(taskAdded("1"), { headers: { "callback-secret": secret, "organization-id": "org-a" } });

  expect(keys).toEqual(["task_added:1"]);
});

test.each([null, "", Number.NaN, 5, {}, Promise.resolve("1")])(
  "a key of %s is none: events are not taken for one another, and the delivery comes again",
  async (key) => {
    const { router, deliver } = makeBench(memoryStore(), { quiet: true }, { key: () => key as never });
    router.on("task_added", () => {});

    expect(await deliver(taskAdded("1"))).toBe("503 store_unavailable");
    expect(await deliver(taskAdded("2"))).toBe("503 store_unavailable");
  },
);

test.each([{ key: "x" }, { store: { reserve() {} } }, { store: undefined }])(
  "an option of %j throws when the receiver is made",
  (wrong) => {
    expect(() => makeBench(memoryStore(), {}, wrong as never)).toThrow(/idempotency\.(key|store)/);
  },
);
