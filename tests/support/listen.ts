import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { DeliveryReceiver } from "optimizely-cmp-webhooks";

/** A server that listens on a port of its own. */
export interface Host {
  readonly port: number;
  close(): Promise<void>;
}

/** One way of putting a receiver behind a socket. */
export interface HostKind {
  readonly name: string;
  /** The host writes a `Response` in chunks, since it does not look at the length of its body. */
  readonly writesChunks?: true;
  start(receiver: DeliveryReceiver): Promise<Host>;
}

/** Serves on a free port of the loopback address. */
export async function listen(server: Server): Promise<Host> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
