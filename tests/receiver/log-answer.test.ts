import {
  createReceiver,
  EventRouter,
  type IdempotencyStore,
  type ReceiverOptions,
} from "optimizely-cmp-webhooks";
import { expect, test } from "vitest";
import { secret } from "../support/client.js";
import { answerOf, delivery } from "./kit.js";
import { keepLines } from "./log-kit.js";

const body = JSON.stringify({ event_name: "task_added", data: { task: { id: "1" } } });
const down = () => Promise.reject(new Error("down"));
const fails = () => Promise.reject(new Error("x"));
const store: IdempotencyStore = { reserve: () => "reserved", complete: () => true, release: () => {} };

/** The answer, and of each line its code and whether it says that the answer is another. */
async function deliver(handler: () => unknown, options: Partial<ReceiverOptions>): Promise<string[]> {
  const { log, lines } = keepLines();
  const router = new EventRouter({ task_added: handler });
  const receiver = createReceiver({ router, secret, log, ...options });
  const answer = answerOf(await receiver.receive(delivery({ body })));
  await receiver.idle();
  const brief = lines.map((line) => {
    const code = /\d{3} \w+/.exec(line)?.[0] ?? line;
    return line.endsWith("; CMP gets another answer") ? `${code}, another answer` : code;
  });
  return [answer, ...brief];
}

// Who reads "503 store_unavailable" waits for CMP to send the event again, which it does not do after a 200.
test.each<[string, () => unknown, Partial<ReceiverOptions>, string[]]>([
  [
    "a store that has the delivery refused",
    () => {},
    { idempotency: { store: { ...store, reserve: down } } },
    ["503 store_unavailable", "503 store_unavailable"],
  ],
  [
    "a store without which the event is handled",
    () => {},
    { idempotency: { store: { ...store, reserve: down }, onStoreError: "handle" } },
    ["200 handled", "503 store_unavailable, another answer"],
  ],
  [
    "a store that cannot be told that the event is done",
    () => {},
    { idempotency: { store: { ...store, complete: down } } },
    ["200 handled", "503 store_unavailable, another answer"],
  ],
  [
    "a store that cannot be told that a handler failed",
    fails,
    { idempotency: { store: { ...store, release: down } } },
    ["500 handler_failed", "503 store_unavailable, another answer", "500 handler_failed"],
  ],
  ["a handler that fails", fails, {}, ["500 handler_failed", "500 handler_failed"]],
  [
    "a handler that fails behind the answer",
    fails,
    { acknowledge: "before" },
    ["202 accepted", "500 handler_failed, another answer"],
  ],
])("the line about %s says whether CMP gets another answer", async (_, handler, options, expected) => {
  expect(await deliver(handler, options)).toEqual(expected);
});
