import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { isIPv6 } from "node:net";
import { Failure, messageOf, systemCodeOf } from "../failure.js";
import { closeServer } from "../library.js";
import type { ListenSettings } from "./settings.js";

/** A server that takes requests. */
export interface RunningServer {
  /** Where it is reached, with the port that it really has. */
  readonly url: string;
  readonly port: number;
  /** Accepts no more requests, and waits for those in flight, 10 s at most; with `cut` it closes them at once. */
  stop(cut?: boolean): Promise<void>;
}

/** @throws Failure when the port is not to be had */
export async function startServer(
  { host, port, path }: Pick<ListenSettings, "host" | "port" | "path">,
  take: (request: IncomingMessage, response: ServerResponse) => unknown,
  option = "--port",
): Promise<RunningServer> {
  const requests = new RequestsInFlight();
  const server = createServer((request, response) => requests.add(take(request, response)));
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(new Failure(reasonOf(error, host, port, option))));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const realPort = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${isIPv6(host) ? `[${host}]` : host}:${realPort}${path}`,
    port: realPort,
    async stop(cut = false) {
      if (cut) server.closeAllConnections();
      await closeServer(server, requests);
    },
  };
}

/** Requests of which the work is not over, the part behind the answer included. */
class RequestsInFlight {
  readonly #open = new Set<Promise<unknown>>();

  add(work: unknown): void {
    const open = Promise.resolve(work).catch(() => {});
    this.#open.add(open);
    void open.then(() => this.#open.delete(open));
  }

  get inFlight(): number {
    return this.#open.size;
  }

  async idle(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open);
  }
}

function reasonOf(error: Error, host: string, port: number, option: string): string {
  switch (systemCodeOf(error)) {
    case "EADDRINUSE":
      return `Port ${port} of ${host} is in use. Choose another with ${option}, or any free one with ${option} 0`;
    case "EACCES":
      return `You may not open port ${port}. Choose one above 1023 with ${option}`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `--host: ${host} is not an address of this machine`;
    default:
      return messageOf(error);
  }
}
