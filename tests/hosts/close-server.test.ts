import { once } from "node:events";
import { Agent, createServer, get, type RequestListener } from "node:http";
import { createServer as createHttp2Server, createSecureServer } from "node:http2";
import { createServer as createHttpsServer } from "node:https";
import { connect, type Server, type Socket } from "node:net";
import { closeServer, toNodeHandler } from "optimizely-cmp-webhooks/node";
import { afterEach, describe, expect, test, vi } from "vitest";
import { certificate } from "../fixtures/certificate.js";
import { open, send } from "../support/client.js";
import { fakeDeadline, outrun } from "../support/outrun.js";
import { record, taskAdded } from "../support/recorder.js";
import { http1, listen, makeWaiting, minute } from "./close-server-kit.js";

const all: typeof http1 = [
  ...http1,
  ["node:https", (receiver) => createHttpsServer(certificate, toNodeHandler(receiver))],
  ["node:http2", (receiver) => createHttp2Server(toNodeHandler(receiver))],
  ["node:http2 with TLS", (receiver) => createSecureServer(certificate, toNodeHandler(receiver))],
  [
    "node:http2 with TLS, and HTTP/1 beside it",
    (receiver) => createSecureServer({ ...certificate, allowHTTP1: true }, toNodeHandler(receiver)),
  ],
];

/** Connects, sends what is given, and waits until the server has the connection. */
async function dial(server: Server, port: number, bytes: string | Uint8Array): Promise<Socket> {
  const taken = once(server, "connection");
  const socket = connect({ port, host: "127.0.0.1" }).on("error", () => {});
  await taken;
  if (bytes.length > 0) await new Promise((resolve) => socket.write(bytes, resolve));
  return socket.resume();
}

/** A reset is a close as well. */
function closeOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.on("close", () => resolve()));
}
const silent: readonly (readonly [string, string | Uint8Array])[] = [
  ["a connection that is silent", ""],
  ["half a head", "POST / HTTP/1.1\r\nhost: x\r\ncont"],
  ["the beginning of a TLS handshake", Uint8Array.of(22, 3, 1, 2)],
  ["the beginning of HTTP/2", "PRI * HTTP/2.0\r\n"],
];

afterEach(() => {
  vi.useRealTimers();
});

describe.each(all)("%s", (_name, make) => {
  test.each(silent)("%s does not hold up a stop", async (_title, bytes) => {
    const { receiver } = record();
    const server = await make(receiver);
    const socket = await dial(server, await listen(server), bytes);
    const closed = closeOf(socket);

    expect(await closeServer(server, receiver, minute)).toBe(true);
    await closed;
    expect(server.listening).toBe(false);
  });

  test("a server that has been closed, or was never open, needs no stop", async () => {
    const { receiver } = record();
    const server = await make(receiver);

    expect(await closeServer(server, receiver, minute)).toBe(true);
    expect(await closeServer(server, receiver, minute)).toBe(true);
  });
});

describe.each(http1)("%s", (_name, make) => {
  test("a delivery that is in flight is answered, its connection ends with that, and silent ones end before", async () => {
    const { receiver, begun, finish } = makeWaiting();
    const server = await make(receiver);
    const port = await listen(server);
    const agent = new Agent({ keepAlive: true });
    const answer = send(port, { body: taskAdded }, { agent });
    await begun;
    const sockets = [await dial(server, port, ""), await dial(server, port, "POST / HT")];
    const closed = sockets.map((socket) => closeOf(socket));
    const stopped = closeServer(server, receiver, minute);
    await Promise.all(closed);
    expect(receiver.inFlight).toBe(1);
    finish();

    expect(await answer).toMatchObject({ status: 200, headers: { connection: "close" } });
    expect(await stopped).toBe(true);
    agent.destroy();
  });

  test("a body that is half-way is read to its end", async () => {
    const { receiver, handled } = record();
    const server = await make(receiver);
    const port = await listen(server);
    const request = open(port, { headers: { "content-length": String(taskAdded.length) } }, { agent: false });
    const arrived = once(server, "request");
    request.write(taskAdded.slice(0, 20));
    await arrived;
    const answer = once(request, "response");
    const stopped = closeServer(server, receiver, minute);
    request.end(taskAdded.slice(20));
    const [response] = await answer;
    response.resume();

    expect([response.statusCode, handled.length, await stopped]).toEqual([200, 1, true]);
  });

  test("a connection that is kept alive is closed", async () => {
    const { receiver } = record();
    const server = await make(receiver);
    const agent = new Agent({ keepAlive: true });
    await send(await listen(server), { body: taskAdded }, { agent });

    expect(await closeServer(server, receiver, minute)).toBe(true);
    agent.destroy();
  });

  test("a handler that outlasts its answer is waited for", async () => {
    fakeDeadline();
    const { receiver, begun, finish, announced } = makeWaiting();
    const server = await make(receiver);
    const answer = send(await listen(server), { body: taskAdded }, { agent: false });
    await begun;
    void outrun();
    expect((await answer).status).toBe(503);
    const stopped = closeServer(server, receiver, minute);
    finish();

    expect(await stopped).toBe(true);
    expect(announced.map(({ name }) => name)).toEqual(["failed", "handled"]);
  });

  test("what takes longer than timeoutMs is cut off, and the stop says so", async () => {
    const { receiver, begun, finish } = makeWaiting();
    const server = await make(receiver);
    const port = await listen(server);
    const answer = send(port, { body: taskAdded }, { agent: false }).catch((error: Error) => error.message);
    await begun;

    expect(await closeServer(server, receiver, { timeoutMs: 30 })).toBe(false);
    expect(await answer).toMatch(/socket hang up|ECONNRESET/);
    finish();
    await receiver.idle();
  });
});

test("a request of another part of the host is let end as well", async () => {
  const { receiver } = record();
  let finish = (): void => {};
  const listener: RequestListener = (_request, response) => {
    finish = () => response.end("done");
  };
  const server = createServer(listener);
  const request = get({ port: await listen(server), host: "127.0.0.1", agent: false });
  await once(server, "request");
  const stopped = closeServer(server, receiver, minute);
  finish();
  const [response] = await once(request, "response");
  response.resume();

  expect([response.statusCode, await stopped]).toEqual([200, true]);
});

test.each<[string, unknown[], string]>([
  ["no server", [undefined, record().receiver], "server must have a method close, received undefined"],
  ["no receiver", [createServer()], "receiver must have a method idle, received undefined"],
  [
    "a wrong option",
    [createServer(), record().receiver, { timeout: 5 }],
    'options of closeServer must be of timeoutMs, received "timeout"',
  ],
  ["a wrong time", [createServer(), record().receiver, { timeoutMs: 0 }], "timeoutMs must be "],
])("with %s it throws", async (_title, values, told) => {
  const call = closeServer(...(values as unknown as Parameters<typeof closeServer>));

  await expect(call).rejects.toThrow(TypeError);
  await expect(call).rejects.toThrow(told);
});
