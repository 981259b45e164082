import type { IdempotencyStore, ReceiverOptions } from "optimizely-cmp-webhooks";
import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
import { describe, expect, test } from "vitest";
import { fingerprint } from "../../src/idempotency/fingerprint.js";
import { makeBench, makeStore, only, taskAdded } from "./kit.js";

const [a, b] = ["secret-of-organization-a", "secret-of-organization-b"];
const secrets = new Map([
  ["org-a", a],
  ["org-b", b],
]);

/** Who sends: by which secret, and for whom that is said to be. */
function by(secret: string, organizationId = "org-a") {
  return { headers: { "callback-secret": secret, "organization-id": organizationId } };
}

describe.each<{ title: string; secret: ReceiverOptions["secret"] }>([
  {
    title: "one secret for each organization",
    secret: ({ organizationId = "" }) => secrets.get(organizationId) ?? [],
  },
  { title: "a list of secrets", secret: [a, b] },
  { title: "a function that gives all secrets", secret: async () => [a, b] },
])("$title", ({ secret }) => {
  test("what came by one secret never settles what comes by another", async () => {
    const { router, deliver } = makeBench(memoryStore(), { secret });
    router.on("task_added", () => {});

    // As b would, to have the event of a swallowed: by its own secret, for itself or in the name of a.
    expect(await deliver(taskAdded("1"), by(b, "org-b"))).toBe("200 handled");
    expect(await deliver(taskAdded("1"), by(b, "org-a"))).toMatch(
      /^200 handled|^401 secret_mismatch|^200 duplicate/,
    );
    expect(await deliver(taskAdded("1"), by(a, "org-a"))).toBe("200 handled");
    expect(await deliver(taskAdded("1"), by(a, "org-a"))).toBe("200 duplicate");
  });
});

describe("the keys in the store", () => {
  /** What a store that outlives the receiver is asked for. */
  function makeShared() {
    const memory = memoryStore();
    const keys: string[] = [];
    const store: IdempotencyStore = {
      reserve(key, leaseMs, token) {
        keys.push(key);
        return memory.reserve(key, leaseMs, token);
      },
      complete: (key, ttlMs, token) => memory.complete(key, ttlMs, token),
      release: (key, token) => memory.release(key, token),
    };
    const deliverTo = async (secret: ReceiverOptions["secret"], sent: string): Promise<string> => {
      const { router, deliver } = makeBench(store, { secret });
      router.on("task_added", () => {});
      return await deliver(taskAdded("1"), by(sent));
    };
    return { keys, deliverTo };
  }

  test("begin with a fingerprint of the secret that came, and never hold the secret", async () => {
    const { keys, deliverTo } = makeShared();
    await deliverTo([b, a], a);
    await deliverTo(() => a, a);
    await deliverTo(null, a);

    expect(keys).toEqual([
      `${fingerprint(`${a}\0`)}/task_added:1`,
      `${fingerprint(`${a}\0org-a`)}/task_added:1`,
      "task_added:1",
    ]);
  });

  test("stay the same when a secret is added, moved in the list, or alone again", async () => {
    const { keys, deliverTo } = makeShared();
    expect(await deliverTo(a, a)).toBe("200 handled");
    expect(await deliverTo([b, a], a)).toBe("200 duplicate");
    expect(await deliverTo([a, b], a)).toBe("200 duplicate");
    expect(new Set(keys).size).toBe(1);
  });

  test("of one secret are never those of the secret that has taken its place", async () => {
    const { deliverTo } = makeShared();
    expect(await deliverTo([a, b], a)).toBe("200 handled");
    expect(await deliverTo([b], b)).toBe("200 handled");
    expect(await deliverTo([b], b)).toBe("200 duplicate");
  });
});

test("two receivers on one store in memory handle each other's events", async () => {
  const store = memoryStore();
  for (const { router, deliver } of [makeBench(store), makeBench(store)]) {
    router.on("task_added", () => {});
    expect(await deliver(taskAdded("1"))).toBe("200 handled");
    expect(await deliver(taskAdded("1"))).toBe("200 duplicate");
  }
});

test("a key of 500 characters is one", async () => {
  const { router, deliver } = makeBench(memoryStore(), {}, { key: () => "x".repeat(500) });
  router.on("task_added", () => {});

  expect(await deliver(taskAdded("1"))).toBe("200 handled");
  expect(await deliver(taskAdded("1"))).toBe("200 duplicate");
});

test.each([
  ["x".repeat(501), "501 characters"],
  ["", "0 characters"],
  [5, "5"],
])("a wrong key is told as a mistake, and not shown if it is long: %j", async (key, received) => {
  const { deliver, told } = makeBench(memoryStore(), {}, { key: () => key as never });
  await deliver(taskAdded("1"));

  expect(String(only(told, "failed").error.cause)).toBe(
    `TypeError: idempotency.key must return a string of 1 to 500 characters or undefined, received ${received}`,
  );
});

test.each([null, "", Number.NaN, 5, {}, ["1"], Promise.resolve("1"), "x".repeat(501)])(
  "a key of %s is none: events are not taken for one another, and the delivery comes again",
  async (key) => {
    const { router, deliver } = makeBench(memoryStore(), { log: null }, { key: () => key as never });
    router.on("task_added", () => {});

    expect(await deliver(taskAdded("1"))).toBe("503 store_unavailable");
    expect(await deliver(taskAdded("2"))).toBe("503 store_unavailable");
  },
);

describe("an option that is wrong throws when the receiver is made", () => {
  test.each([
    [{ key: "x" }, 'idempotency.key must be a function, received "x"'],
    [
      { store: { reserve() {} } },
      "idempotency.store must be a store such as memoryStore(), received an object",
    ],
    // It may hold a password.
    [
      { store: "redis://localhost" },
      "idempotency.store must be a store such as memoryStore(), received a string",
    ],
    [{ store: undefined }, "idempotency.store must be a store such as memoryStore(), received undefined"],
    [{ store: makeStore(), leaseMs: 0 }, "idempotency.leaseMs must be a positive integer"],
    [{ store: makeStore(), ttlMs: 0.5 }, "idempotency.ttlMs must be a positive integer"],
    [
      { store: makeStore(), onStoreError: "ignore" },
      'idempotency.onStoreError must be "refuse" or "handle", received',
    ],
    [{ store: makeStore(), leaseMS: 60_000 }, 'received "leaseMS"'],
    [
      { store: makeStore(), leaseMs: 7_999 },
      "idempotency.leaseMs must be at least deadlineMs (8000), received 7999",
    ],
  ])("%j", (wrong, message) => {
    const make = () => makeBench(memoryStore(), {}, wrong as never);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  test("a lease as long as the deadline will do, and a long deadline makes the lease longer", async () => {
    expect(() => makeBench(memoryStore(), {}, { leaseMs: 8_000 })).not.toThrow();
    const leases: number[] = [];
    const reserve = (_key: string, leaseMs: number): "reserved" => {
      leases.push(leaseMs);
      return "reserved";
    };
    const store = makeStore({ reserve });
    await makeBench(store, { deadlineMs: 90_000 }).deliver(taskAdded());
    expect(leases).toEqual([90_000]);
  });
});
