/*
 * Serves a Node listener, for as long as deliveries go to it.
 */
import type { NodeRequest, NodeResponse } from "../adapters/node-http.js";
import { loadNode } from "./node-runtime.js";
import { isResponse, type ListenerTarget, MistakenTarget } from "./target.js";

/** A listener behind a socket. */
export interface ServedListener {
  /** The port on 127.0.0.1. */
  readonly port: number;
  /** What the listener threw, by the value of {@link errorHeader}. */
  readonly errors: ReadonlyMap<string, unknown>;
  /** Cuts all connections and frees the port. */
  close(): Promise<void>;
}

/** In an answer that was made of what the listener threw: which error it was. */
export const errorHeader = "x-error-of-listener";

/**
 * Serves on a free port of the loopback address. What the listener throws ends as a 500, and not as a crash.
 *
 * @throws TypeError where there is no node:http
 */
export async function serve(target: ListenerTarget): Promise<ServedListener> {
  const http = await loadNode("node:http");
  if (!http)
    throw new TypeError(
      "target must be a URL, a receiver or a Fetch handler, received a Node request listener. It can be served on Node only",
    );
  const errors = new Map<string, unknown>();
  const server = http.createServer((request, response) => {
    run(target, request, response).catch((error: unknown) => {
      if (response.headersSent) return response.destroy();
      const id = String(errors.size);
      errors.set(id, error);
      response.writeHead(500, { [errorHeader]: id });
      return response.end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: server.address().port,
    errors,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

/** An async function, so that what is thrown at once becomes a rejection too. */
async function run(target: ListenerTarget, request: NodeRequest, response: NodeResponse): Promise<void> {
  const returned = await target.listener(request, response);
  if (!isResponse(returned) || response.headersSent) return;
  throw new MistakenTarget(
    "target: it was taken for a Node request listener, but it returned a Response. " +
      "Hand over a Fetch handler as { fetch }",
  );
}
