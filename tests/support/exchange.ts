import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import type { DeliveryReceiver } from "optimizely-cmp-webhooks";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { defer } from "../receiver/kit.js";
import { type Host, listen } from "./listen.js";

/** A request at the server. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The promise of the handler, in an object so that nothing awaits it early. */
  readonly served: { readonly promise: Promise<void> };
}

/** A receiver of one's own that reads no body and answers `no`. */
export const refusing: DeliveryReceiver = {
  receive: async () => ({ status: 401, headers: {}, body: "no" }),
};

/** Serves with `toNodeHandler`; `prepare` is what the host does with a request before the adapter has it. */
export async function serve(
  receiver: DeliveryReceiver,
  prepare: (request: IncomingMessage, response: ServerResponse) => void = () => {},
): Promise<Host & { readonly first: Promise<Exchange>; readonly second: Promise<Exchange> }> {
  const handle = toNodeHandler(receiver);
  const gates = [defer<Exchange>(), defer<Exchange>()] as const;
  let count = 0;
  const host = await listen(
    createServer((request, response) => {
      prepare(request, response);
      gates[count++]?.resolve({ request, response, served: { promise: handle(request, response) } });
    }),
  );
  return { ...host, first: gates[0].promise, second: gates[1].promise };
}

/** A connection that was opened with `text`, and what comes back on it. */
export class Client {
  readonly socket: Socket;
  readonly closed: Promise<void>;
  answer = "";

  constructor(port: number, text: string) {
    this.socket = connect({ port, host: "127.0.0.1" });
    this.socket.on("error", () => {});
    this.socket.on("data", (data) => {
      this.answer += data.toString();
    });
    this.closed = new Promise((resolve) => this.socket.on("close", () => resolve()));
    this.socket.write(text);
  }

  /** Resolves when the answer ends with `text`. By events: `expect.poll` moves a faked clock. */
  answered(text: string): Promise<void> {
    return new Promise((resolve) => {
      this.socket.on("data", () => {
        if (this.answer.endsWith(text)) resolve();
      });
    });
  }
}

/** The head of a delivery with a body of `length` bytes. */
export function headOf(length: number): string {
  return `POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n`;
}
