/*
 * Takes one delivery with each store, and holds it for ever. Arguments: clients, each with the address of its server, as
 * `pg=postgres://...`.
 */
import { createReceiver, EventRouter, type IdempotencyStore } from "optimizely-cmp-webhooks";
import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
import { secret } from "../../support/client.js";
import { type Client, openStore } from "./open-store.js";

const body = '{"event_name":"task_added","data":{"task":{"id":"held"}}}';

hold("memory", memoryStore());
for (const argument of process.argv.slice(2)) {
  const [client = "", url = ""] = argument.split("=");
  hold(client, await openStore(client as Client, url));
}

function hold(name: string, store: IdempotencyStore): void {
  const router = new EventRouter();
  router.on("task_added", () => {
    process.send?.(name);
    return new Promise(() => {});
  });
  const receiver = createReceiver({ router, secret, log: null, idempotency: { store } });
  void receiver.receive({ method: "POST", header: () => secret, body });
}
