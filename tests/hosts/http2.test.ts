import { once } from "node:events";
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  createSecureServer,
  createServer,
  type Http2SecureServer,
  type Http2Server,
  type ServerHttp2Session,
} from "node:http2";
import type { AddressInfo } from "node:net";
import fastify from "fastify";
import fastify4 from "fastify4";
import { createApp, fromNodeMiddleware, toNodeListener } from "h3";
import Koa from "koa";
import type { Receiver } from "optimizely-cmp-webhooks";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import { toKoaMiddleware } from "optimizely-cmp-webhooks/koa";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { afterEach, describe, expect, test, vi } from "vitest";
import { certificate } from "../fixtures/certificate.js";
import { secret } from "../support/client.js";
import { fakeDeadline, passDeadline, passTimeUntil } from "../support/outrun.js";
import { record, taskAdded } from "../support/recorder.js";

type Server = Http2Server | Http2SecureServer;

type Make = (receiver: Receiver) => Server | Promise<Server>;

/** The name of a body, the headers, what sends it, and the answer. */
type Unended = readonly [string, Record<string, string>, (stream: ClientHttp2Stream) => void, string];

/** Every way to serve HTTP/2; Express does not speak it. */
const hosts: readonly (readonly [string, Make])[] = [
  ["node:http2", (receiver) => createServer(toNodeHandler(receiver))],
  ["node:http2 with TLS", (receiver) => createSecureServer(certificate, toNodeHandler(receiver))],
  [
    "node:http2 with TLS, and HTTP/1 beside it",
    (receiver) => createSecureServer({ ...certificate, allowHTTP1: true }, toNodeHandler(receiver)),
  ],
  ["Fastify 5", (receiver) => fastifyServer(fastify, receiver)],
  ["Fastify 4", (receiver) => fastifyServer(fastify4 as never, receiver)],
  [
    // Its `toWebRequest` takes no request of HTTP/2, since `:method` is no name of a header for it.
    "h3 1, without toFetchHandler",
    (receiver) =>
      createServer(toNodeListener(createApp().use(fromNodeMiddleware(toNodeHandler(receiver)))) as never),
  ],
  ["Koa", (receiver) => createServer(new Koa().use(toKoaMiddleware(receiver)).callback())],
];

async function fastifyServer(make: typeof fastify, receiver: Receiver): Promise<Http2Server> {
  const app = make({ http2: true });
  app.register(toFastifyPlugin(receiver), { path: "/" });
  await app.ready();
  return app.server as unknown as Http2Server;
}

/** A server, a client of it, and how many streams are open on the server. */
interface Open {
  readonly client: ClientHttp2Session;
  openStreams(): number;
  close(): Promise<void>;
}

async function start(server: Server): Promise<Open> {
  const streams = new Set<unknown>();
  const sessions = new Set<ServerHttp2Session>();
  server.on("session", (session) => sessions.add(session));
  server.on("stream", (stream) => {
    streams.add(stream);
    stream.on("close", () => streams.delete(stream));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const scheme = "setSecureContext" in server ? "https" : "http";
  const client = connect(`${scheme}://127.0.0.1:${port}`, { rejectUnauthorized: false });
  await once(client, "connect");
  return {
    client,
    openStreams: () => streams.size,
    close: async () => {
      client.destroy();
      for (const session of sessions) session.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function post(client: ClientHttp2Session, headers: Readonly<Record<string, string>> = {}): ClientHttp2Stream {
  const sent = { ":method": "POST", ":path": "/", "callback-secret": secret, "organization-id": "org-7d1f" };
  const stream = client.request({ ...sent, ...headers });
  return stream.on("error", () => {});
}

/** What comes back, once the stream is closed. */
async function answerOf(stream: ClientHttp2Stream): Promise<string> {
  let status: unknown;
  let body = "";
  stream.on("response", (headers) => {
    status = headers[":status"];
  });
  stream.setEncoding("utf8").on("data", (text: string) => {
    body += text;
  });
  await once(stream, "close");
  return `${status} ${body} ${stream.rstCode}`;
}

/** Writes for as long as the stream is open. */
function flood(stream: ClientHttp2Stream): void {
  const piece = Buffer.alloc(64 * 1024, " ");
  const pump = (): void => {
    if (!stream.closed && !stream.destroyed) stream.write(piece, pump);
  };
  pump();
}

/** Bodies that are not ended by their sender, and their answers. */
const unended: readonly Unended[] = [
  ["an endless body with a wrong secret", { "callback-secret": "guess" }, flood, "401 secret_mismatch"],
  ["an endless body", {}, flood, "413 body_too_large"],
  ["a body that is said to be too long", { "content-length": "99999999" }, flood, "413 body_too_large"],
  ["an encoded body", { "content-encoding": "gzip" }, flood, "415 unsupported_encoding"],
  ["a body that stalls", {}, (stream) => void stream.write("{"), "408 body_timeout"],
  ["a body that never begins", {}, () => {}, "408 body_timeout"],
  ["no body, and no end of it", { "content-length": "0" }, () => {}, "408 body_timeout"],
  [
    "all of its body, and no end of it",
    { "content-length": String(taskAdded.length) },
    (stream) => void stream.write(taskAdded),
    "408 body_timeout",
  ],
  ["another method and no end of the body", { ":method": "PUT" }, flood, "405 method_not_allowed"],
];

describe.each(hosts)("%s", (_name, make) => {
  afterEach(() => void vi.useRealTimers());

  test.each(unended)("%s gets its answer, and leaves no stream open", async (...row) => {
    const [, headers, write, answer] = row;
    const { receiver, handled, announced } = record();
    const host = await start(await make(receiver));
    try {
      const stream = post(host.client, headers);
      const answered = answerOf(stream);
      if (write === flood) flood(stream);
      else await outlast(stream, write);
      const [status, code] = answer.split(" ");
      expect(await answered).toBe(`${status} {"code":"${code}"} 0`);
      await vi.waitUntil(() => host.openStreams() === 0, { timeout: 25_000 });
      await receiver.idle();
      expect([handled, announced]).toEqual([[], [{ name: "rejected", code }]]);
      const next = post(host.client);
      next.end(taskAdded);
      expect(await answerOf(next), "the connection stays").toBe('200 {"code":"handled"} 0');
    } finally {
      await host.close();
    }
  });
});

/** Passes the deadline of a body that stalls, and then what a server waits for before it closes an answered stream. */
async function outlast(stream: ClientHttp2Stream, write: Unended[2]): Promise<void> {
  fakeDeadline();
  write(stream);
  await vi.waitUntil(() => stream.writableLength === 0, { interval: 1, timeout: 25_000 });
  // Answered behind all that was written, so the server has it.
  await new Promise((resolve) => stream.session?.ping(resolve));
  await passDeadline();
  await vi.waitUntil(() => stream.readableEnded, { interval: 1, timeout: 25_000 });
  await passTimeUntil(() => stream.closed);
}

describe.each(hosts)("%s", (_name, make) => {
  test("20 deliveries at once on one connection are handled, refusals among them", async () => {
    const { receiver, handled } = record();
    const host = await start(await make(receiver));
    try {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, at) => {
          const stream = post(host.client, at % 2 === 0 ? {} : { "callback-secret": "guess" });
          stream.end(at % 4 === 3 ? taskAdded.padEnd(200_000) : taskAdded);
          return answerOf(stream);
        }),
      );

      expect(new Set(answers)).toEqual(
        new Set(['200 {"code":"handled"} 0', '401 {"code":"secret_mismatch"} 0']),
      );
      expect(handled).toHaveLength(10);
      await vi.waitUntil(() => host.openStreams() === 0, { timeout: 25_000 });
    } finally {
      await host.close();
    }
  });

  test.each<[string, (stream: ClientHttp2Stream) => void]>([
    ["gives up", (stream) => stream.destroy(new Error("gone"))],
    ["closes the connection", (stream) => stream.session?.destroy()],
  ])("a sender that %s in the middle of a body is announced, and no handler runs", async (_title, leave) => {
    const { receiver, handled, announced } = record();
    const host = await start(await make(receiver));
    try {
      const rejected = new Promise((resolve) => receiver.addEventListener("rejected", resolve));
      const stream = post(host.client);
      stream.write(taskAdded, () => leave(stream));
      await rejected;
      await receiver.idle();

      expect([handled, announced]).toEqual([[], [{ name: "rejected", code: "body_aborted" }]]);
    } finally {
      await host.close();
    }
  });
});
