import { once } from "node:events";
import { Agent } from "node:http";
import { connect } from "node:net";
import type { DeliveryReceiver, Receiver } from "optimizely-cmp-webhooks";
import { describe, expect, test } from "vitest";
import { open, secret, send } from "../support/client.js";
import { collectGarbage } from "../support/collector.js";
import { hosts } from "../support/hosts.js";
import { record, taskAdded } from "../support/recorder.js";

/** Bytes. Up to the half of it nothing is collected, which takes 50 ms each time. */
const mostHeld = 16 * 1024 * 1024;

describe.each(hosts)("$name", ({ start }) => {
  test("a delivery is handled although the one before it was refused unread on the same connection", async () => {
    const { receiver, handled } = record();
    const host = await start(receiver);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    try {
      const headers = { "callback-secret": "guess" };
      const refused = await send(host.port, { body: taskAdded.padEnd(300_000), headers }, { agent });
      const accepted = await send(host.port, { body: taskAdded }, { agent });

      expect([refused.status, accepted.status]).toEqual([401, 200]);
      expect(handled).toHaveLength(1);
    } finally {
      agent.destroy();
      await host.close();
    }
  });

  test("deliveries follow one another on one connection", async () => {
    const { receiver, handled } = record();
    const host = await start(receiver);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    try {
      const ports = new Set<number | undefined>();
      agent.on("free", (socket: { localPort?: number }) => ports.add(socket.localPort));
      for (let sent = 0; sent < 5; sent++) await send(host.port, { body: taskAdded }, { agent });

      expect(handled).toHaveLength(5);
      expect(ports.size).toBe(1);
    } finally {
      agent.destroy();
      await host.close();
    }
  });

  test("a sender that closes the connection before the body is complete is announced, and no handler runs", async () => {
    const { receiver, handled, announced } = record();
    const { reached, observed } = observe(receiver);
    const host = await start(observed);
    try {
      const rejected = new Promise((resolve) =>
        receiver.addEventListener("rejected", resolve, { once: true }),
      );
      const request = open(host.port, { headers: { "content-length": "500" } }, { agent: false });
      request.on("error", () => {});
      request.write(taskAdded);
      await reached;
      request.destroy();
      await rejected;
      await receiver.idle();

      expect(announced).toEqual([{ name: "rejected", code: "body_aborted" }]);
      expect(handled).toEqual([]);
    } finally {
      await host.close();
    }
  });

  test("32 MiB with a wrong secret are answered before they are sent, kept nowhere, and cut off", async () => {
    const { receiver, handled, announced } = record();
    const host = await start(receiver);
    try {
      const { answer, heldBytes } = await flood(host.port, 32);

      expect(answer).toMatch(/^HTTP\/1\.1 401 /);
      expect(answer).toContain('{"code":"secret_mismatch"}');
      expect(heldBytes).toBeLessThan(mostHeld);
      expect(handled).toEqual([]);
      expect(announced).toEqual([{ name: "rejected", code: "secret_mismatch" }]);
    } finally {
      await host.close();
    }
  });

  test("a sender that reads nothing until it has sent everything gets its answer", async () => {
    const { receiver } = record();
    const host = await start(receiver);
    try {
      expect(await sendBeforeReading(host.port, 6)).toMatch(/^HTTP\/1\.1 413 /);
    } finally {
      await host.close();
    }
  });

  test("a body cut in the middle of a character arrives whole", async () => {
    const { receiver, handled } = record();
    const host = await start(receiver);
    try {
      const bytes = Buffer.from(taskAdded.replace("task-31", "tâche-✓-31"));
      const chunks = Array.from(bytes, (_byte, index) => bytes.subarray(index, index + 1));
      const seen = await send(host.port, { chunks }, { agent: false });

      expect(seen.status).toBe(200);
      expect(handled).toEqual([JSON.parse(bytes.toString())]);
    } finally {
      await host.close();
    }
  });
});

/** A receiver, and a promise for the moment at which the first delivery reaches it. */
function observe(receiver: Receiver): { reached: Promise<void>; observed: DeliveryReceiver } {
  let reach = (): void => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  return {
    reached,
    observed: {
      receive(delivery) {
        const reply = receiver.receive(delivery);
        reach();
        return reply;
      },
    },
  };
}

/** Sends a body as fast as it is taken, and resolves when the connection has ended. */
async function flood(port: number, mebibytes: number): Promise<{ answer: string; heldBytes: number }> {
  const piece = Buffer.alloc(256 * 1024, " ");
  const socket = connect({ port, host: "127.0.0.1" });
  collectGarbage();
  const before = process.memoryUsage().arrayBuffers;
  const heldNow = (): number => process.memoryUsage().arrayBuffers - before;
  let answer = "";
  let heldBytes = 0;
  let left = mebibytes * 4;
  const ended = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  socket.on("error", () => {});
  socket.on("data", (data) => {
    answer += data.toString();
  });
  const pump = (): void => {
    if (left % 16 === 0) {
      // The second one waits until what the first has found is freed, which another thread does.
      for (let count = 0; count < 2 && heldNow() > mostHeld / 2; count++) collectGarbage();
      heldBytes = Math.max(heldBytes, heldNow());
    }
    if (left-- > 0 && !socket.destroyed) socket.write(piece, pump);
  };
  socket.write(
    `POST / HTTP/1.1\r\nhost: x\r\ncallback-secret: not-${secret.slice(4)}\r\ncontent-length: ${piece.length * left}\r\n\r\n`,
    pump,
  );
  await ended;
  return { answer, heldBytes };
}

/** Sends a body whole, as blocking clients do, and only then looks at what came back. */
async function sendBeforeReading(port: number, mebibytes: number): Promise<string> {
  const body = Buffer.alloc(mebibytes * 1024 * 1024, " ");
  const socket = connect({ port, host: "127.0.0.1" });
  socket.pause();
  socket.write(
    `POST / HTTP/1.1\r\nhost: x\r\ncallback-secret: ${secret}\r\ncontent-length: ${body.length}\r\n\r\n`,
  );
  await new Promise((resolve, reject) => socket.on("error", reject).write(body, resolve));
  socket.resume();
  const [answer] = await once(socket, "data");
  socket.destroy();
  return String(answer);
}
