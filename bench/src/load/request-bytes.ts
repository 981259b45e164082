import type { Signed } from "../receivers/contestant.js";
import { path } from "../receivers/shared.js";

/** A delivery as it goes over the wire, head and body in one piece. */
export function requestBytes({ headers, body }: Signed, connection: "keep-alive" | "close"): Buffer {
  const lines = Object.entries({
    host: "127.0.0.1",
    connection,
    ...headers,
    "content-length": String(body.length),
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n`), body]);
}
