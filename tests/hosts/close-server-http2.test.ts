import { once } from "node:events";
import { connect as connectHttp2, createServer as createHttp2Server, createSecureServer } from "node:http2";
import fastify from "fastify";
import { closeServer, toNodeHandler } from "optimizely-cmp-webhooks/node";
import { afterEach, expect, test, vi } from "vitest";
import { certificate } from "../fixtures/certificate.js";
import { secret } from "../support/client.js";
import { taskAdded } from "../support/recorder.js";
import { fastifyServer, type http1, listen, makeWaiting, minute } from "./close-server-kit.js";

afterEach(() => {
  vi.useRealTimers();
});

test.each<[string, string, (typeof http1)[number][1]]>([
  ["node:http2", "http", (receiver) => createHttp2Server(toNodeHandler(receiver))],
  ["node:http2 with TLS", "https", (receiver) => createSecureServer(certificate, toNodeHandler(receiver))],
  ["Fastify over HTTP/2", "http", (receiver) => fastifyServer(receiver, fastify({ http2: true }) as never)],
])("%s: a delivery in flight is answered, and its session ends", async (_name, scheme, make) => {
  const { receiver, begun, finish } = makeWaiting();
  const server = await make(receiver);
  const client = connectHttp2(`${scheme}://127.0.0.1:${await listen(server)}`, { rejectUnauthorized: false });
  const stream = client.request({ ":method": "POST", ":path": "/", "callback-secret": secret });
  stream.end(taskAdded);
  const answer = once(stream, "response");
  await begun;
  const stopped = closeServer(server, receiver, minute);
  finish();
  const [headers] = await answer;
  stream.resume();

  expect([headers[":status"], await stopped]).toEqual([200, true]);
  client.destroy();
});
