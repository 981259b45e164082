import { createServer, type RequestListener } from "node:http";
import { isIPv6 } from "node:net";
import { Failure, messageOf, systemCodeOf } from "../failure.js";
import type { ListenSettings } from "./settings.js";

/** A server that takes requests. */
export interface RunningServer {
  /** Where it is reached, with the port that it really has. */
  readonly url: string;
  readonly port: number;
  /** Takes no more requests, and waits for those under way, unless they are to be cut off. */
  stop(cut?: boolean): Promise<void>;
}

/** @throws Failure when the port is not to be had */
export async function startServer(
  { host, port, path }: Pick<ListenSettings, "host" | "port" | "path">,
  take: RequestListener,
  option = "--port",
): Promise<RunningServer> {
  const server = createServer(take);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(new Failure(reasonOf(error, host, port, option))));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const realPort = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${isIPv6(host) ? `[${host}]` : host}:${realPort}${path}`,
    port: realPort,
    stop: (cut = false) =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if (cut) server.closeAllConnections();
      }),
  };
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
