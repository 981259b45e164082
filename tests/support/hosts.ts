import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import express from "express";
import express4 from "express4";
import fastify from "fastify";
import fastify4 from "fastify4";
import Koa from "koa";
import type { DeliveryReceiver } from "optimizely-cmp-webhooks";
import { toExpressHandler } from "optimizely-cmp-webhooks/express";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import { toKoaMiddleware } from "optimizely-cmp-webhooks/koa";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";

/** A server that listens on a port of its own. */
export interface Host {
  readonly port: number;
  close(): Promise<void>;
}

/** One way of putting a receiver behind a socket. */
export interface HostKind {
  readonly name: string;
  start(receiver: DeliveryReceiver): Promise<Host>;
}

/** Every host that an adapter is made for; a new adapter is a new row. */
export const hosts: readonly HostKind[] = [
  { name: "node:http", start: (receiver) => listen(createServer(toNodeHandler(receiver))) },
  {
    name: "Express 5",
    start: (receiver) => listen(createServer(express().use("/", toExpressHandler(receiver)))),
  },
  {
    name: "Express 4",
    start: (receiver) => listen(createServer(express4().use("/", toExpressHandler(receiver)))),
  },
  { name: "Fastify 5", start: (receiver) => startFastify(fastify(), receiver) },
  { name: "Fastify 4", start: (receiver) => startFastify(fastify4() as never, receiver) },
  {
    name: "Koa",
    start: (receiver) => listen(createServer(new Koa().use(toKoaMiddleware(receiver)).callback())),
  },
  {
    name: "Fetch",
    start: (receiver) => listen(createAdaptorServer({ fetch: toFetchHandler(receiver) }) as Server),
  },
];

/** Serves on a free port of the loopback address. */
export async function listen(server: Server): Promise<Host> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function startFastify(app: ReturnType<typeof fastify>, receiver: DeliveryReceiver): Promise<Host> {
  app.register(toFastifyPlugin(receiver), { path: "/" });
  await app.listen({ port: 0, host: "127.0.0.1" });
  return {
    port: (app.server.address() as AddressInfo).port,
    close: async () => {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}
