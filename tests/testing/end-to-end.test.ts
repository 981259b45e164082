/*
 * The whole way, on every host: CMP as the simulator plays it, the receiver, and a handler that is not reliable.
 */
import { createReceiver, EventRouter, type TaskAddedEvent } from "optimizely-cmp-webhooks";
import { createEvent, createSimulator, createVirtualClock } from "optimizely-cmp-webhooks/testing";
import { expect, test } from "vitest";
import { createRandom } from "../../src/testing/random.js";
import { hosts } from "../support/hosts.js";
import { isThorough } from "../support/thorough.js";

const secret = "a-secret-of-our-own-0123456789";
const count = isThorough ? 1_000 : 100;
const events = Array.from({ length: count }, (_, seed) => createEvent("task_added", {}, { seed }));

/** A handler that fails for one delivery in ten, and its own record of what it did. */
class Worker {
  readonly handled = new Map<string, number>();
  failures = 0;
  readonly #random = createRandom(10);

  handle(event: TaskAddedEvent): void {
    if (this.#random() < 0.1) {
      this.failures++;
      throw new Error("Out of order");
    }
    const { id } = event.data.task;
    this.handled.set(id, (this.handled.get(id) ?? 0) + 1);
  }
}

// Every host answers the rows of bad-input.test.ts in `npm test` as well; `npm run test:slow` goes the whole way on each.
const some = isThorough ? hosts : hosts.filter((_host, index) => index % 3 === 0);

test.each(some)("$name: of many events, some doubled, all in disorder, none is lost", async ({ start }) => {
  const worker = new Worker();
  const router = new EventRouter();
  router.on("task_added", (event) => worker.handle(event));
  const receiver = createReceiver({ router, secret, log: null });
  const host = await start(receiver);
  const simulator = createSimulator({
    url: `http://127.0.0.1:${host.port}/`,
    secret,
    duplicates: 0.05,
    reorder: true,
    clock: createVirtualClock(),
  });
  const ledger = await simulator.run(events).finish();
  await host.close();

  // CMP's side: all acknowledged, some more than once, and some only after a failure.
  expect(ledger.entries).toHaveLength(count);
  expect([ledger.givenUp, ledger.unfinished]).toEqual([[], []]);
  expect(ledger.deliveredMoreThanOnce.length).toBeGreaterThan(count / 100);
  expect(ledger.deliveredMoreThanOnce.length).toBeLessThan(count / 8);
  expect(worker.failures).toBeGreaterThan(count / 25);

  // Our side: what the handler did itself, event by event, is what the ledger says was acknowledged.
  const handled = events.map(({ data }) => worker.handled.get(data.task.id) ?? 0);
  expect(Math.min(...handled)).toBeGreaterThanOrEqual(1);
  expect(handled).toEqual(ledger.entries.map(({ acknowledgements }) => acknowledgements));
  expect(worker.handled.size).toBe(count);
  expect(ledger.attempts - worker.failures).toBe(handled.reduce((sum, count) => sum + count, 0));
});
