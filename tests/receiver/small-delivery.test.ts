/* What a small delivery costs over a real socket: what Node hands over in one turn is neither waited for nor refused. */
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { secret } from "../support/client.js";
import { taskAdded } from "../support/recorder.js";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** A class of the package extends what is global when it is loaded. */
function countErrors(): { made: number } {
  const counter = { made: 0 };
  const Real = Error;
  class CountedError extends Real {
    constructor(...parameters: ConstructorParameters<typeof Real>) {
      super(...parameters);
      counter.made++;
    }
  }
  vi.stubGlobal("Error", CountedError);
  vi.resetModules();
  return counter;
}

async function startServer() {
  const { createReceiver, EventRouter } = await import("optimizely-cmp-webhooks");
  const { toNodeHandler } = await import("optimizely-cmp-webhooks/node");
  const router = new EventRouter({ task_added: async () => {} });
  const receiver = createReceiver({ router, secret });
  const server = createServer(toNodeHandler(receiver));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { port, receiver, server };
}

/** Head and body in one packet, twice over one connection, as a client with a pool sends them. */
async function deliverTwice(port: number, body: string): Promise<readonly string[]> {
  const socket = connect(port, "127.0.0.1");
  const head = `POST / HTTP/1.1\r\nhost: x\r\ncallback-secret: ${secret}\r\ncontent-length: ${body.length}\r\n\r\n`;
  const answers: string[] = [];
  for (let sent = 0; sent < 2; sent++) {
    socket.write(head + body);
    const [answer] = await once(socket, "data");
    answers.push(String(answer).slice(9, 12));
  }
  socket.destroy();
  return answers;
}

test("a small delivery arms no timer, and makes no error that nobody sees", async () => {
  const errors = countErrors();
  const { port, receiver, server } = await startServer();
  const arm = vi.spyOn(globalThis, "setTimeout");
  try {
    expect(await deliverTwice(port, taskAdded)).toEqual(["200", "200"]);
    expect(arm).not.toHaveBeenCalled();
    expect(errors.made).toBe(0);

    expect(await deliverTwice(port, "{")).toEqual(["400", "400"]);
    expect(errors.made, "the counter counts").toBeGreaterThan(0);
  } finally {
    server.close();
    await receiver.idle();
  }
});
