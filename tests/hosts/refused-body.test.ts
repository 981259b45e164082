import { once } from "node:events";
import { type ClientHttp2Session, connect, createServer, type Http2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { defer } from "../receiver/kit.js";
import { Client, type Exchange, headOf, refusing, serve } from "../support/exchange.js";

/** How much is discarded at most, in bytes. */
const most = 8 * 1024 * 1024;

const stops: (() => unknown)[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});

afterEach(async () => {
  vi.useRealTimers();
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** Counts the bytes that arrive, and tells when there are `count`. */
function counter(body: { on(name: "data", listener: (chunk: Buffer) => void): unknown }) {
  let received = 0;
  let check = (): void => {};
  body.on("data", ({ length }) => {
    received += length;
    check();
  });
  return (count: number): Promise<void> =>
    new Promise((resolve) => {
      check = () => {
        if (received === count) resolve();
      };
    });
}

describe("with HTTP/1, the rest of a body that was refused", () => {
  /** The answer is here, and the body is still to come. */
  async function refuse(
    length: number,
  ): Promise<{ client: Client; received: ReturnType<typeof counter> } & Exchange> {
    const host = await serve(refusing);
    stops.push(host.close);
    const client = new Client(host.port, headOf(length));
    await client.answered("\r\n\r\nno");
    const exchange = await host.first;
    return { ...exchange, client, received: counter(exchange.request) };
  }

  test("is discarded to its end, and the connection ends with it", async () => {
    const { client, response, served, received } = await refuse(most);
    client.socket.write(Buffer.alloc(most - 1));
    await received(most - 1);
    expect(response.writableEnded).toBe(false);
    client.socket.write(" ");
    await Promise.all([served.promise, client.closed]);

    expect(client.answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(client.answer).toMatch(/content-length: 2\r\nconnection: close\r\n/i);
    expect(client.answer.split("\r\n\r\n")[1]).toBe("no");
    expect(response.writableFinished).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is discarded up to 8 MiB, and cut behind them", async () => {
    const { client, request, response, served, received } = await refuse(most + 10);
    client.socket.write(Buffer.alloc(most));
    await received(most);
    expect(response.writableEnded).toBe(false);
    client.socket.write(" ");
    await Promise.all([served.promise, client.closed]);

    expect(request.readableEnded).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is waited for during 2 seconds, and cut then", async () => {
    const { client, response, served } = await refuse(10);
    vi.advanceTimersByTime(1_999);
    expect(response.writableEnded).toBe(false);
    vi.advanceTimersByTime(1);
    await Promise.all([served.promise, client.closed]);

    expect(response.writableFinished).toBe(true);
  });

  test.each<[string, (side: { client: Client; request: Exchange["request"] }) => unknown]>([
    ["the sender closes the connection", ({ client }) => client.socket.destroy()],
    ["the host destroys the request", ({ request }) => request.destroy()],
    ["the stream fails, which ends no process", ({ request }) => request.emit("error", new Error("lost"))],
  ])("is not waited for when %s", async (_title, fail) => {
    const { client, request, served } = await refuse(10);
    fail({ client, request });
    await served.promise;

    expect(vi.getTimerCount()).toBe(0);
  });

  test("is not waited for when the sender has closed the connection before the answer", async () => {
    const gate = defer();
    const host = await serve({
      receive: async (delivery) => {
        await gate.promise;
        return refusing.receive(delivery);
      },
    });
    stops.push(host.close);
    const client = new Client(host.port, headOf(10));
    const { request, served } = await host.first;
    const closed = new Promise((resolve) => request.on("close", resolve));
    client.socket.destroy();
    await closed;
    gate.resolve();
    await served.promise;

    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("with HTTP/2, the rest of a body that was refused", () => {
  /** The answer is here, and the body is still to come. */
  async function refuse() {
    const server = createServer();
    const client = await connectTo(server);
    const accepted = defer<{ served: Promise<void> }>();
    server.on("request", (request, response) =>
      accepted.resolve({ served: toNodeHandler(refusing)(request, response) }),
    );
    const streamed = once(server, "stream");
    const stream = client.request({ ":method": "POST", ":path": "/" });
    const closed = once(stream, "close");
    const [half] = await streamed;
    const finished = once(half, "finish");
    const received = counter(half);
    const [headers] = await once(stream, "response");
    let body = "";
    stream.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    await Promise.all([once(stream, "end"), finished]);
    expect([headers[":status"], body]).toEqual([401, "no"]);
    return { stream, half, closed, received, served: (await accepted.promise).served };
  }

  async function connectTo(server: Http2Server): Promise<ClientHttp2Session> {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    stops.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
    stops.push(() => client.destroy());
    await once(client, "connect");
    return client;
  }

  test("is waited for during 250 milliseconds, and its stream closed then", async () => {
    const { stream, half, closed, served } = await refuse();
    await served;
    vi.advanceTimersByTime(249);
    expect(half.closed).toBe(false);
    vi.advanceTimersByTime(1);
    await closed;

    expect(stream.rstCode).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is discarded up to 8 MiB, and its stream closed behind them", async () => {
    const { stream, half, closed, received } = await refuse();
    stream.write(Buffer.alloc(most));
    await received(most);
    expect(half.closed).toBe(false);
    stream.write(" ");
    await closed;

    expect(stream.rstCode).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("is not waited for when it has ended", async () => {
    const { stream, half } = await refuse();
    stream.end("rest");
    await once(half, "close");

    expect(half.rstCode).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
