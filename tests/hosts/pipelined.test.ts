import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { secret } from "../support/client.js";
import { fetchHosts } from "../support/fetch-hosts.js";
import { hosts } from "../support/hosts.js";
import { record, taskAdded } from "../support/recorder.js";

/** A delivery as bytes; `length` is what it declares. */
function request(key: string, body: string, length = Buffer.byteLength(body)): string {
  return `POST / HTTP/1.1\r\nhost: x\r\ncallback-secret: ${key}\r\ncontent-length: ${length}\r\n\r\n${body}`;
}

/** Sends the pieces, each when the one before was taken, and collects what comes back until the connection ends. */
async function exchange(port: number, pieces: readonly string[], isOver: (answer: string) => boolean) {
  const socket = connect({ port, host: "127.0.0.1" });
  let answer = "";
  const ended = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  socket.on("error", () => {});
  socket.on("data", (data) => {
    answer += data.toString();
    if (isOver(answer)) socket.end();
  });
  for (const piece of pieces) {
    if (!socket.destroyed) await new Promise((resolve) => socket.write(piece, resolve));
  }
  await ended;
  return { statuses: [...answer.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => Number(status)), answer };
}

const good = request(secret, taskAdded);
const long = "x".repeat(300_000);

/** A delivery that is refused before its body has arrived. */
const refused: readonly (readonly [string, string])[] = [
  ["a wrong secret", request("guess", long)],
  ["too long a body", request(secret, " ".repeat(6 * 1024 * 1024))],
  ["another method", request(secret, long).replace("POST", "PUT")],
  [
    "an encoded body",
    request(secret, long).replace("content-length", "content-encoding: gzip\r\ncontent-length"),
  ],
];

/** The adapter for fetch cannot end a connection: it discards the body before the answer. */
describe.each(fetchHosts.filter(({ name }) => name !== "Fetch"))("$name", ({ start }) => {
  test.each(refused)(
    "deliveries pipelined behind one with %s are answered if they are handled",
    async (title, bad) => {
      const { receiver, handled } = record();
      const host = await start(receiver);
      try {
        const isOver = (answer: string) =>
          answer.split("HTTP/1.1").length > 3 || /connection: close/i.test(answer);
        const { statuses } = await exchange(host.port, [bad, good + good], isOver);

        await receiver.idle();
        expect(statuses.slice(1), title).toEqual(handled.map(() => 200));
      } finally {
        await host.close();
      }
    },
  );
});

const ending = hosts.filter(({ name }) => fetchHosts.every((host) => host.name !== name));

describe.each(ending)("$name", ({ start }) => {
  test.each(refused)(
    "deliveries pipelined behind one with %s are not handled, as they could not be answered",
    async (_title, bad) => {
      const { receiver, handled } = record();
      const host = await start(receiver);
      try {
        const { statuses, answer } = await exchange(host.port, [bad, good + good], () => false);

        expect(statuses).toHaveLength(1);
        expect(answer.toLowerCase()).toContain("connection: close");
        await receiver.idle();
        expect(handled).toEqual([]);
      } finally {
        await host.close();
      }
    },
  );

  test("deliveries pipelined behind one that was refused whole are handled if they are answered", async () => {
    const { receiver, handled } = record();
    const host = await start(receiver);
    try {
      const pieces = [request("guess", taskAdded) + good + good];
      const { statuses } = await exchange(host.port, pieces, (answer) => answer.split("HTTP/1.1").length > 3);

      await receiver.idle();
      expect(statuses).toEqual([401, ...handled.map(() => 200)]);
    } finally {
      await host.close();
    }
  });

  test("a delivery pipelined behind a good one is handled and answered", async () => {
    const { receiver, handled } = record();
    const host = await start(receiver);
    try {
      const pieces = [good, good.slice(0, 40), good.slice(40) + good];
      const { statuses } = await exchange(host.port, pieces, (answer) => answer.split("HTTP/1.1").length > 3);

      expect(statuses).toEqual([200, 200, 200]);
      expect(handled).toHaveLength(3);
    } finally {
      await host.close();
    }
  });
});
