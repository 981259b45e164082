import { AsyncLocalStorage } from "node:async_hooks";
import { Readable } from "node:stream";
import {
  createReceiver,
  type Delivery,
  EventRouter,
  type ReceiverEventMap,
  type ReceiverOptions,
} from "optimizely-cmp-webhooks";
import { expect, test } from "vitest";
import { secret } from "../support/client.js";
import { taskAdded } from "../support/recorder.js";
import { isThorough } from "../support/thorough.js";
import { answerOf, delivery } from "./kit.js";

const mixed = isThorough ? 10_000 : 2_000;

const mismatch = '{"event_name":"task_added","data":{"task":{"id":5}}}';
const kinds: readonly Partial<Delivery>[] = [
  delivery(),
  delivery({ body: '{"event_name":"brand_new","data":{}}' }),
  delivery({ body: "{" }),
  delivery({ body: "{}" }),
  delivery({ body: undefined }),
  delivery({ body: mismatch }),
  delivery({ method: "GET" }),
  delivery({ headers: { "callback-secret": "guess" } }),
  delivery({ headers: { "callback-secret": undefined } }),
  { ...delivery(), misdirected: true },
  delivery({ body: '{"event_name":"task_removed","data":{"task":{"id":"a","links":{"self":"b"}}}}' }),
];

function make(options: Partial<ReceiverOptions> = {}) {
  const router = new EventRouter({
    task_added: async () => {},
    task_removed: () => Promise.reject(new Error("x")),
  });
  return createReceiver({ router, secret, log: null, ...options });
}

test.each<Partial<ReceiverOptions>>([{}, { acknowledge: "before" }, { onMismatch: "reject" }])(
  "thousands of mixed deliveries with %j: the sum of answered is the sum of answers, by status and code",
  async (options) => {
    const receiver = make(options);
    const announced = new Map<string, number>();
    const answered = new Map<string, number>();
    const count = (sums: Map<string, number>, key: string) => void sums.set(key, (sums.get(key) ?? 0) + 1);
    receiver.addEventListener("answered", ({ detail }) =>
      count(announced, `${detail.status} ${detail.code}`),
    );
    for (let round = 0; round < mixed; round += 100) {
      const replies = Array.from({ length: 100 }, (_, at) => {
        return receiver.receive(kinds[(round + at * 7) % kinds.length] as Delivery);
      });
      for (const reply of await Promise.all(replies)) count(answered, answerOf(reply));
    }
    await receiver.idle();

    expect(announced).toEqual(answered);
    expect([...answered.values()].reduce((sum, one) => sum + one)).toBe(mixed);
    expect(answered.size).toBeGreaterThanOrEqual(8);
    expect(receiver.inFlight).toBe(0);
  },
);

test("answered has the facts, the event and the headers without the secret", async () => {
  const receiver = make();
  const details: unknown[] = [];
  receiver.addEventListener("answered", ({ detail }) => {
    const headers = [detail.header("X-Request-Id"), detail.header("Callback-Secret")];
    details.push({ ...detail, header: headers });
  });
  await receiver.receive(delivery({ headers: { "x-request-id": "r-1" } }));

  expect(details).toEqual([
    {
      status: 200,
      code: "handled",
      event: JSON.parse(taskAdded),
      organizationId: "org-7d1f",
      secretIndex: 0,
      receivedAt: expect.any(Date),
      durationMs: expect.any(Number),
      header: ["r-1", undefined],
    },
  ]);
});

test("every announcement is made in the asynchronous context of its request", async () => {
  const storage = new AsyncLocalStorage<string>();
  const seen: string[] = [];
  const names: readonly (keyof ReceiverEventMap)[] = [
    "handled",
    "failed",
    "mismatched",
    "rejected",
    "ignored",
    "answered",
  ];
  const receiver = make();
  const before = make({ acknowledge: "before" });
  for (const name of names) {
    for (const one of [receiver, before])
      one.addEventListener(name, () => void seen.push(`${name} ${storage.getStore()}`));
  }
  const bodies = [mismatch, "{", taskAdded];
  await Promise.all(
    bodies.map((body, at) => {
      const stream = Readable.from([Buffer.from(body)]);
      return storage.run(`request ${at}`, () => receiver.receive(delivery({ body: stream })));
    }),
  );
  await storage.run("request 3", () => before.receive(delivery()));
  await Promise.all([receiver.idle(), before.idle()]);

  expect(seen.toSorted()).toEqual([
    "answered request 0",
    "answered request 1",
    "answered request 2",
    "answered request 3",
    "handled request 0",
    "handled request 2",
    "handled request 3",
    "mismatched request 0",
    "rejected request 1",
  ]);
});

test("inFlight counts deliveries until their handlers have ended", async () => {
  const router = new EventRouter();
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  router.on("task_added", () => ended);
  const receiver = createReceiver({ router, secret });
  expect(receiver.inFlight).toBe(0);
  const answered = receiver.receive(delivery());
  expect(receiver.inFlight).toBe(1);
  end();
  await answered;

  expect(receiver.inFlight).toBe(0);
});

test("a host that may stop after the answer gets it when the handlers have ended", async () => {
  const steps: string[] = [];
  const router = new EventRouter({ task_added: async () => void steps.push("handled") });
  const receiver = createReceiver({ router, secret, acknowledge: "before" });

  expect(answerOf(await receiver.receive({ ...delivery(), ephemeral: true }))).toBe("200 handled");
  expect(steps).toEqual(["handled"]);
});

test("a delivery that is refused unread is drained before its answer, and one that was read is not", async () => {
  const receiver = make();
  const drained: string[] = [];
  const drain = (name: string) => async () => void drained.push(name);
  const guess = delivery({ headers: { "callback-secret": "guess" } });
  await receiver.receive({ ...guess, drain: drain("guess") });
  await receiver.receive({ ...delivery(), drain: drain("good") });
  const failing = { ...delivery(), drain: () => Promise.reject(new Error("x")), method: "GET" };

  expect(answerOf(await receiver.receive(failing))).toBe("405 method_not_allowed");
  expect(drained).toEqual(["guess"]);
});
