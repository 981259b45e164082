import {
  createReceiver,
  type Delivery,
  EventRouter,
  type IdempotencyOptions,
  type IdempotencyStore,
  type Receiver,
  type ReceiverEventMap,
  type ReceiverOptions,
} from "optimizely-cmp-webhooks";
import { vi } from "vitest";
import { fixtures } from "../fixtures/events.js";
import { answerOf, type DeliveryParts, defer, delivery, type Told } from "../receiver/kit.js";
import { announcementNames } from "../support/announcements.js";
import { secret } from "../support/client.js";

export { answerOf, type Deferred, defer } from "../receiver/kit.js";

/** A receiver with a store, and what it has announced, in order. */
export interface Bench {
  readonly router: EventRouter;
  readonly receiver: Receiver;
  readonly told: Told[];
  /** Delivers an event and tells the answer in short, for instance `503 delivery_in_flight`. */
  deliver(body: string, parts?: DeliveryParts): Promise<string>;
}

/** A receiver without handlers. */
export function makeBench(
  store: IdempotencyStore | undefined,
  options: Partial<ReceiverOptions> = {},
  idempotency: Partial<IdempotencyOptions> = {},
): Bench {
  const router = new EventRouter();
  const memory = store && { idempotency: { store, ...idempotency } };
  const receiver = createReceiver({ router, secret, ...memory, ...options });
  const told: Told[] = [];
  for (const name of announcementNames) {
    receiver.addEventListener(name, ({ detail }) => void told.push({ name, detail } as Told));
  }
  const deliver = async (body: string, parts: DeliveryParts = {}): Promise<string> =>
    answerOf(await receiver.receive(deliveryOf(body, parts)));
  return { router, receiver, told, deliver };
}

/** A delivery with the right secret. */
export function deliveryOf(body: string, parts: DeliveryParts = {}): Delivery {
  return delivery({ body, ...parts });
}

/** The body of an event that happens once: it has a key. */
export function taskAdded(id = "task-31"): string {
  const links = { self: `https://api.cmp.optimizely.com/v3/tasks/${id}` };
  return JSON.stringify({ event_name: "task_added", data: { task: { id, links } } });
}

/** The body of an event that can happen again with the same body: it has no key. */
export const assetRemoved: string = JSON.stringify(fixtures.asset_removed);

/** The announcements in short: `duplicate done`, `failed store_unavailable`, `handled late`. */
export function brief(told: readonly Told[]): string[] {
  return told.map(({ name, detail }) => {
    const facts = [
      "error" in detail && detail.error.code,
      "state" in detail && detail.state,
      "reason" in detail && detail.reason,
      "late" in detail && detail.late && "late",
    ];
    return [name, ...facts.filter(Boolean)].join(" ");
  });
}

/** The announcement of that name, of which there must be one. */
export function only<Name extends keyof ReceiverEventMap>(told: readonly Told[], name: Name) {
  const [first, ...more] = told.filter((one) => one.name === name);
  if (first === undefined || more.length > 0) throw new Error(`there must be one "${name}": ${brief(told)}`);
  return first.detail as ReceiverEventMap[Name];
}

/** A clock that goes on when it is told to. */
export interface HandClock {
  now(): number;
  advance(ms: number): void;
}

export function makeClock(): HandClock {
  let time = 1_000;
  return {
    now: () => time,
    advance: (ms) => {
      time += ms;
    },
  };
}

/** A store that does as `parts` say, and reserves everything else; with what it was asked, in order. */
export function makeStore(parts: Partial<IdempotencyStore> = {}): IdempotencyStore & { asked: string[] } {
  const asked: string[] = [];
  const tell = <Arguments extends unknown[], Result>(
    step: string,
    act: (...given: Arguments) => Result,
  ): ((...given: Arguments) => Result) => {
    return (...given) => {
      // Without the fingerprint of the secret.
      asked.push(`${step} ${String(given[0]).replace(/^[0-9a-f]{16}\//, "")}`);
      return act(...given);
    };
  };
  return {
    asked,
    reserve: tell("reserve", parts.reserve ?? (() => "reserved")),
    complete: tell("complete", parts.complete ?? (() => true)),
    release: tell("release", parts.release ?? (() => {})),
  };
}

/** A receiver with that store, whose handler counts how often it ran. */
export function makeCounting(parts: Partial<IdempotencyStore>, onStoreError?: "refuse" | "handle") {
  const store = makeStore(parts);
  const bench = makeBench(store, {}, { onStoreError });
  let calls = 0;
  bench.router.on("task_added", () => void calls++);
  return { ...bench, store, calls: () => calls };
}

/** The answer, after that time on a clock that is faked. */
export async function answerIn(ms: number, { deliver }: Pick<Bench, "deliver">): Promise<string> {
  const answered = deliver(taskAdded());
  await vi.advanceTimersByTimeAsync(ms);
  return await answered;
}

/** A handler that says when it was called, and ends when the test says so. */
export function makeGate() {
  const called = defer();
  const gate = defer();
  let calls = 0;
  const handler = (): Promise<void> => {
    calls++;
    called.resolve();
    return gate.promise;
  };
  return { handler, called: called.promise, end: gate.resolve, fail: gate.reject, calls: () => calls };
}

/** With fake timers: lets the handlers begin that wait behind the answer, and end if they can. */
export async function finish({ receiver }: Pick<Bench, "receiver">): Promise<void> {
  const idle = receiver.idle();
  await vi.advanceTimersByTimeAsync(0);
  await idle;
}
