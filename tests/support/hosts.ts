import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import express4 from "express4";
import fastify from "fastify";
import fastify4 from "fastify4";
import Koa from "koa";
import type { DeliveryReceiver } from "optimizely-cmp-webhooks";
import { toExpressHandler } from "optimizely-cmp-webhooks/express";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import { toKoaMiddleware } from "optimizely-cmp-webhooks/koa";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { fetchHosts } from "./fetch-hosts.js";
import { type Host, type HostKind, listen } from "./listen.js";

export { type Host, type HostKind, listen } from "./listen.js";

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
    start: (receiver) => {
      const app = new Koa();
      // It writes every connection that breaks to the console.
      app.silent = true;
      return listen(createServer(app.use(toKoaMiddleware(receiver)).callback()));
    },
  },
  ...fetchHosts,
];

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
