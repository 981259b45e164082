import { createServer } from "node:http";
import type { AddressInfo, Server } from "node:net";
import fastify from "fastify";
import type { Receiver } from "optimizely-cmp-webhooks";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import { type closeServer, toNodeHandler } from "optimizely-cmp-webhooks/node";
import { record } from "../support/recorder.js";

export type Closable = Parameters<typeof closeServer>[0] & Server;

export const http1: readonly (readonly [string, (receiver: Receiver) => Closable | Promise<Closable>])[] = [
  ["node:http", (receiver) => createServer(toNodeHandler(receiver))],
  ["Fastify", (receiver) => fastifyServer(receiver)],
];

export async function fastifyServer(receiver: Receiver, app = fastify()): Promise<Closable> {
  app.register(toFastifyPlugin(receiver), { path: "/" });
  await app.ready();
  return app.server;
}

export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** A handler that waits, and what tells that it has begun. */
export function makeWaiting() {
  const recorder = record();
  let begin = (): void => {};
  let finish = (): void => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  recorder.router.on("task_added", () => {
    begin();
    return finished;
  });
  return { ...recorder, begun, finish };
}

export const minute = { timeoutMs: 60_000 };
