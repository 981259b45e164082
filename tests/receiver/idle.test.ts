import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Deferred, defer, delivery, makeBench } from "./kit.js";

const realTimeout = globalThis.setTimeout;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A receiver whose handlers end when the test says so, and what has happened. */
function makeGated() {
  const bench = makeBench();
  const gates: Deferred<void>[] = [];
  const steps: string[] = [];
  bench.router.on("task_added", () => {
    const gate = defer();
    gates.push(gate);
    return gate.promise;
  });
  const { receiver } = bench;
  return {
    ...bench,
    gates,
    steps,
    deliver: () => receiver.receive(delivery()).then(({ status }) => void steps.push(`answer ${status}`)),
    wait: () => receiver.idle().then(() => void steps.push("idle")),
    settle: async () => {
      await vi.advanceTimersByTimeAsync(0);
      // Timers of one length fire in order: the turn that idle waits for is over after this one.
      await new Promise((resolve) => realTimeout(resolve, 0));
    },
  };
}

test("idle resolves at once when nothing was ever in flight", async () => {
  await expect(makeBench().receiver.idle()).resolves.toBeUndefined();
});

test("idle resolves at once when everything has been answered", async () => {
  const { receiver } = makeBench();
  await receiver.receive(delivery());
  await receiver.receive(delivery({ method: "GET" }));
  await receiver.receive(delivery({ body: undefined }));

  await expect(receiver.idle()).resolves.toBeUndefined();
});

test("idle waits for the last delivery, and everybody who waits is told", async () => {
  const { gates, steps, deliver, wait, settle } = makeGated();
  void deliver();
  void deliver();
  void wait();
  void wait();
  await settle();
  gates[1]?.resolve();
  await settle();
  expect(steps).toEqual(["answer 200"]);

  gates[0]?.resolve();
  await settle();
  expect(steps.toSorted()).toEqual(["answer 200", "answer 200", "idle", "idle"]);
});

test("idle counts a delivery from the moment that receive is called", async () => {
  const { gates, steps, deliver, wait, settle } = makeGated();
  void deliver();
  void wait();
  await settle();
  expect(steps).toEqual([]);

  gates[0]?.resolve();
  await settle();
  expect(steps).toContain("idle");
});

test.each(["resolve", "reject"] as const)("idle waits for a late handler to %s", async (settleAs) => {
  const { gates, steps, deliver, wait, settle } = makeGated();
  void deliver();
  await vi.advanceTimersByTimeAsync(8_000);
  expect(steps).toEqual(["answer 503"]);

  void wait();
  await settle();
  expect(steps).toEqual(["answer 503"]);

  const [gate] = gates;
  if (settleAs === "resolve") gate?.resolve();
  else gate?.reject(new Error("late"));
  await settle();
  expect(steps).toEqual(["answer 503", "idle"]);
});

test("idle is not fooled between the answer and the late handler", async () => {
  const { gates, steps, deliver, wait, settle } = makeGated();
  void deliver();
  await settle();
  void wait();
  await vi.advanceTimersByTimeAsync(8_000);
  expect(steps).toEqual(["answer 503"]);

  gates[0]?.resolve();
  await settle();
  expect(steps).toEqual(["answer 503", "idle"]);
});

test("idle can be asked again", async () => {
  const { gates, steps, deliver, wait, settle } = makeGated();
  for (const round of [0, 1]) {
    void deliver();
    await settle();
    void wait();
    gates[round]?.resolve();
    await settle();
  }

  expect(steps.filter((step) => step === "idle")).toHaveLength(2);
});

test("idle leaves the host a turn of the event loop to write the last answer", async () => {
  const { receiver, gates, steps, wait } = makeGated();
  const write = async (): Promise<void> => {
    // A host builds a response by many promises before it writes.
    for (let count = 0; count < 100; count++) await undefined;
    steps.push("written");
  };
  const written = receiver.receive(delivery()).then(write);
  await vi.advanceTimersByTimeAsync(0);
  const idle = wait();
  gates[0]?.resolve();
  await Promise.all([written, idle]);

  expect(steps).toEqual(["written", "idle"]);
});
