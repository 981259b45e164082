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
import { certificate } from "../fixtures/certificate.js";
import { secret } from "../support/client.js";

export type Server = Http2Server | Http2SecureServer;

export type Make = (receiver: Receiver) => Server | Promise<Server>;

/** Every way to serve HTTP/2; Express does not speak it. */
export const hosts: readonly (readonly [string, Make])[] = [
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

export async function fastifyServer(make: typeof fastify, receiver: Receiver): Promise<Http2Server> {
  const app = make({ http2: true });
  app.register(toFastifyPlugin(receiver), { path: "/" });
  await app.ready();
  return app.server as unknown as Http2Server;
}

/** A server, a client of it, and how many streams are open on the server. */
export interface Open {
  readonly client: ClientHttp2Session;
  openStreams(): number;
  close(): Promise<void>;
}

export async function start(server: Server): Promise<Open> {
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

export function post(
  client: ClientHttp2Session,
  headers: Readonly<Record<string, string>> = {},
): ClientHttp2Stream {
  const sent = { ":method": "POST", ":path": "/", "callback-secret": secret, "organization-id": "org-7d1f" };
  const stream = client.request({ ...sent, ...headers });
  return stream.on("error", () => {});
}

/** What comes back, once the stream is closed. */
export async function answerOf(stream: ClientHttp2Stream): Promise<string> {
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
