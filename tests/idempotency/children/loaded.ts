/*
 * One of two processes that take the same deliveries at once over one store. Arguments: the client, and the address of
 * its server.
 *
 * Told `deliver` with ids, it delivers each and says `settled` when every one has an answer or is in a handler. Told
 * `finish`, it lets the handlers end and says what became of each.
 */
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { defer } from "../../receiver/kit.js";
import type { Order, Result } from "./load.js";
import { type Client, openStore } from "./open-store.js";

const [client, url = ""] = process.argv.slice(2);
const router = new EventRouter();
const store = await openStore(client as Client, url);
const receiver = createReceiver({ router, secret: null, log: null, idempotency: { store } });

/** Of the round that is under way. */
let gate = defer();
let result: Result = { completed: [], failed: [], refused: [], duplicates: [] };
let failing: ReadonlySet<string> = new Set();
let begun = new Map<string, () => void>();
let answers: Promise<unknown>[] = [];

router.on("task_added", async ({ data: { task } }) => {
  begun.get(task.id)?.();
  await gate.promise;
  if (failing.has(task.id)) throw new Error("as told");
  result.completed.push(task.id);
});

process.on("message", (order: Order) => {
  if (order.name === "deliver") void deliverAll(order.ids, order.failing);
  else void finish();
});
process.send?.("ready");

async function deliverAll(ids: readonly string[], fail: readonly string[]): Promise<void> {
  gate = defer();
  failing = new Set(fail);
  result = { completed: [], failed: [], refused: [], duplicates: [] };
  begun = new Map();
  const started = ids.map((id) => new Promise<void>((resolve) => begun.set(id, resolve)));
  answers = ids.map(deliver);
  await Promise.all(answers.map((answer, index) => Promise.race([answer, started[index]])));
  process.send?.("settled");
}

async function finish(): Promise<void> {
  gate.resolve();
  await Promise.all(answers);
  process.send?.(result);
}

async function deliver(id: string): Promise<void> {
  const body = `{"event_name":"task_added","data":{"task":{"id":"${id}"}}}`;
  const { status } = await receiver.receive({ method: "POST", header: () => undefined, body });
  if (status === 500) result.failed.push(id);
  if (status === 503) result.refused.push(id);
  if (status === 200 && !result.completed.includes(id)) result.duplicates.push(id);
}
