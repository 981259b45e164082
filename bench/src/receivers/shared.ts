/*
 * What contestants have in common: secret, path, handlers, and a port to listen on.
 */
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Tally } from "./contestant.js";

/** Known to all contestants, 32 characters as CMP keeps them. Its Base64 is what Standard Webhooks call a secret. */
export const secret = "5f0c1e7ab2d94836a1c07be2f3d48596";

/** Where deliveries go, for those who look at the path. */
export const path = "/webhooks/cmp";

/** The events of all payloads. */
export const names = ["task_added", "content_preview_requested", "asset_published"] as const;

/** A body as large as this is read. `express.json()` and Fastify stop far below it unless told. */
export const maxBodyBytes = 5 * 1024 * 1024;

/** The handler of all contestants: asynchronous, as handlers are. */
export function makeHandler(tally: Tally): () => Promise<void> {
  return async () => {
    tally.count += 1;
  };
}

/** A handler that has nothing to wait for, and returns nothing to wait for. */
export function makeHandlerAtOnce(tally: Tally): () => void {
  return () => {
    tally.count += 1;
  };
}

/** The handlers by the name of the event, for those whose package does not dispatch. */
export function makeHandlers(tally: Tally): ReadonlyMap<string, (event: unknown) => Promise<void>> {
  const handler = makeHandler(tally);
  return new Map(names.map((name) => [name, handler]));
}

/** Listens on a free port of 127.0.0.1, and tells the port. */
export function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
