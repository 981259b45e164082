/*
 * Senders that are no good: they write HTTP by hand, and not to its end.
 */
import { connect, type Socket } from "node:net";
import { secret } from "../../support/client.js";

/** What became of a connection. */
export interface End {
  /** The status of the answer; `undefined` when the connection was closed without one. */
  readonly status: number | undefined;
}

/** Opens a connection and sends the head of a delivery, and so much of its body. */
export function begin(port: number, body: string, bytes: number, given: string = secret): Socket {
  const whole = Buffer.from(body);
  const socket = connect({ port, host: "127.0.0.1" });
  socket.on("error", () => {});
  socket.write(
    `POST / HTTP/1.1\r\nhost: x\r\ncallback-secret: ${given}\r\ncontent-length: ${whole.length}\r\n\r\n`,
  );
  if (bytes > 0) socket.write(whole.subarray(0, bytes));
  return socket;
}

/** Resolves when the connection is closed. */
export function endOf(socket: Socket): Promise<End> {
  return new Promise((resolve) => {
    let answer = "";
    socket.setEncoding("latin1");
    socket.on("data", (text) => {
      answer += text;
    });
    socket.on("close", () => {
      const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
      resolve({ status: status === undefined ? undefined : Number(status) });
    });
  });
}

/** Sends a byte now and then, and never the last, until the connection is closed. */
export function drip(port: number, given: string): Promise<End> {
  const socket = begin(port, " ".repeat(100_000), 1, given);
  const timer = setInterval(() => socket.write(" "), 250);
  socket.on("close", () => clearInterval(timer));
  return endOf(socket);
}
