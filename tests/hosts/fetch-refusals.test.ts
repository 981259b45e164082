/*
 * Refusals of bodies that nobody has read, on each way in which frameworks for Node make a `Request`: the sender gets
 * his answer, the connection serves the next delivery or ends, and the process lives (an uncaught exception fails the run).
 */
import { Agent } from "node:http";
import { connect, type Socket } from "node:net";
import { describe, expect, test, vi } from "vitest";
import { secret, send } from "../support/client.js";
import { fetchHosts } from "../support/fetch-hosts.js";
import { fakeDeadline, passDeadline, passTimeUntil } from "../support/outrun.js";
import { record, taskAdded } from "../support/recorder.js";

const mebibyte = 1024 * 1024;

describe.each(fetchHosts)("$name", ({ start }) => {
  test("a refused body in chunks does not disturb the next delivery on the connection", async () => {
    const { receiver, handled } = record({ maxBodyBytes: 1_024 });
    const host = await start(receiver);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    agent.on("free", (socket: Socket) => ports.add(socket.localPort));
    try {
      for (let round = 1; round <= 5; round++) {
        const chunks = Array.from({ length: 20 }, () => " ".repeat(16_384));
        const refused = await send(host.port, { chunks }, { agent });
        const accepted = await send(host.port, { body: taskAdded }, { agent });

        expect([refused.status, accepted.status]).toEqual([413, 200]);
      }
      expect(handled).toHaveLength(5);
      expect(ports.size).toBe(1);
    } finally {
      agent.destroy();
      await host.close();
    }
  });

  test.each([
    ["a wrong secret", "guess", 401],
    ["too long a body", secret, 413],
  ])("6 MiB with %s are answered on a connection that closes", async (_title, given, status) => {
    const host = await start(record().receiver);
    try {
      for (let round = 1; round <= 3; round++) {
        const socket = await sendAll(host.port, given, 6 * mebibyte);

        expect(await readAll(socket)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      }
    } finally {
      await host.close();
    }
  });

  test("an endless body is answered, and its connection ends", async () => {
    const host = await start(record().receiver);
    try {
      const socket = connect({ port: host.port, host: "127.0.0.1" });
      socket.write(headOf("guess", "transfer-encoding: chunked"));
      const piece = `10000\r\n${" ".repeat(65_536)}\r\n`;
      const pump = (): void => {
        if (socket.writable) socket.write(piece, pump);
      };
      pump();

      expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 401 /);
      expect(socket.closed).toBe(true);
    } finally {
      await host.close();
    }
  });

  test("a body that stalls is answered at the deadline, and its connection ends", async () => {
    const { receiver, announced } = record();
    const host = await start(receiver);
    fakeDeadline();
    try {
      const socket = connect({ port: host.port, host: "127.0.0.1" });
      socket.write(`${headOf(secret, "content-length: 100000")}{"event_name"`);
      const answer = readAll(socket);
      await passDeadline();
      // Each host waits for two seconds before it gives up on the body.
      await passTimeUntil(() => socket.closed);

      expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
      expect(announced).toEqual([{ name: "rejected", code: "body_timeout" }]);
    } finally {
      vi.useRealTimers();
      await host.close();
    }
  });
});

/** The head of a delivery that asks for the connection to end. */
function headOf(given: string, framing: string): string {
  return `POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncallback-secret: ${given}\r\n${framing}\r\n\r\n`;
}

/** Sends a body whole before it reads anything, as blocking clients do. */
async function sendAll(port: number, given: string, length: number): Promise<Socket> {
  const socket = connect({ port, host: "127.0.0.1" }).pause();
  socket.write(headOf(given, `content-length: ${length}`));
  await new Promise((resolve, reject) =>
    socket.on("error", reject).write(Buffer.alloc(length, " "), resolve),
  );
  return socket;
}

async function readAll(socket: Socket): Promise<string> {
  let answer = "";
  socket.on("data", (data) => {
    answer += data.toString();
  });
  // A connection that ends on a sender at work breaks, which matters to nobody who has the answer.
  socket.on("error", () => {});
  await new Promise((resolve) => socket.resume().on("close", resolve));
  return answer;
}
