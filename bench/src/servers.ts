/* The receivers over HTTP, by name. Each loads its packages itself, so that a process holds one receiver. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { secret } from "./bodies.js";
import {
  dispatch,
  handler,
  handlersPerEvent,
  type LooseEvent,
  names,
  path,
  requireSecret,
} from "./handlers.js";

/** `express.json()` and Fastify stop below 5 MB by default. */
const maxBodyBytes = 5 * 1024 * 1024;

/** The response body, the same bytes as ours. */
const handled = '{"code":"handled"}';

/** The headers of the responses. */
const json = { "content-type": "application/json" };

/** Listens on a free port of 127.0.0.1. @returns the port */
function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

async function makeReceiver() {
  const { createReceiver, EventRouter } = await import("optimizely-cmp-webhooks");
  const router = new EventRouter();
  for (let count = 0; count < handlersPerEvent; count++) router.on(names, handler);
  return createReceiver({ router, secret });
}

/** The least code that does the work. It has no limits, no deadline, and trusts that bodies are JSON. */
function receiveBare(request: IncomingMessage, response: ServerResponse): void {
  requireSecret(request.headers["callback-secret"]);
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", async () => {
    const event: LooseEvent = JSON.parse(Buffer.concat(chunks).toString());
    await dispatch(event.event_name);
    response.writeHead(200, { ...json, "content-length": handled.length }).end(handled);
  });
}

async function fastifyApp() {
  const { default: fastify } = await import("fastify");
  return fastify({ bodyLimit: maxBodyBytes });
}

async function honoServer(fetch: (request: Request) => Response | Promise<Response>): Promise<number> {
  const { serve } = await import("@hono/node-server");
  return new Promise((resolve) => {
    serve({ fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => resolve(port));
  });
}

/** Express with the raw body, as the packages that verify a signature ask for. */
async function expressRaw(
  nameOf: (body: Buffer, headers: Record<string, string>) => string,
): Promise<number> {
  const { default: express } = await import("express");
  const raw = express.raw({ type: "application/json", limit: maxBodyBytes });
  const app = express().post(path, raw, async ({ body, headers }, response) => {
    await dispatch(nameOf(body, headers as Record<string, string>));
    response.json({ received: true });
  });
  return listen(createServer(app));
}

/** By name, a function that starts the server and returns its port. */
export const servers: Readonly<Record<string, () => Promise<number>>> = {
  bare: () => listen(createServer(receiveBare)),

  async node() {
    const { toNodeHandler } = await import("optimizely-cmp-webhooks/node");
    return listen(createServer(toNodeHandler(await makeReceiver(), { path })));
  },

  async octokit() {
    const { createNodeMiddleware, Webhooks } = await import("@octokit/webhooks");
    const webhooks = new Webhooks({ secret });
    webhooks.on("push", handler);
    return listen(createServer(createNodeMiddleware(webhooks, { path })));
  },

  async linear() {
    const { LinearWebhookClient } = await import("@linear/sdk/webhooks");
    const receive = new LinearWebhookClient(secret).createHandler();
    // Its types know the names of its own events only; at run time any string will do.
    const on: (name: never, listener: () => Promise<void>) => void = receive.on;
    for (const name of names) on(name as never, handler);
    return listen(createServer((request, response) => void receive(request, response)));
  },

  async "express by hand"() {
    const { default: express } = await import("express");
    const app = express();
    app.use(express.json({ limit: maxBodyBytes }));
    app.post(path, async (request, response) => {
      requireSecret(request.headers["callback-secret"]);
      await dispatch(request.body.event_name);
      response.status(200).set(json).send(handled);
    });
    return listen(createServer(app));
  },

  async express() {
    const { default: express } = await import("express");
    const { toExpressHandler } = await import("optimizely-cmp-webhooks/express");
    const app = express();
    app.use(path, toExpressHandler(await makeReceiver()));
    return listen(createServer(app));
  },

  async "express standardwebhooks"() {
    const { Webhook } = await import("standardwebhooks");
    const webhook = new Webhook(Buffer.from(secret).toString("base64"));
    return expressRaw((body, headers) => (webhook.verify(body, headers) as LooseEvent).event_name);
  },

  async "express stripe"() {
    const { default: Stripe } = await import("stripe");
    const { webhooks } = new Stripe("sk_test_none");
    const signed = "stripe-signature";
    return expressRaw((body, headers) => webhooks.constructEvent(body, headers[signed] ?? "", secret).type);
  },

  async "fastify by hand"() {
    const app = await fastifyApp();
    app.post<{ Body: LooseEvent }>(path, async (request, reply) => {
      requireSecret(request.headers["callback-secret"]);
      await dispatch(request.body.event_name);
      return reply.code(200).headers(json).send(handled);
    });
    return Number(new URL(await app.listen({ port: 0, host: "127.0.0.1" })).port);
  },

  async fastify() {
    const { toFastifyPlugin } = await import("optimizely-cmp-webhooks/fastify");
    const app = await fastifyApp();
    app.register(toFastifyPlugin(await makeReceiver()), { path });
    return Number(new URL(await app.listen({ port: 0, host: "127.0.0.1" })).port);
  },

  async "hono by hand"() {
    const { Hono } = await import("hono");
    const app = new Hono();
    app.post(path, async (context) => {
      requireSecret(context.req.header("callback-secret"));
      const event = await context.req.json<LooseEvent>();
      await dispatch(event.event_name);
      return context.body(handled, 200, json);
    });
    return honoServer((request) => app.fetch(request));
  },

  async fetch() {
    const { toFetchHandler } = await import("optimizely-cmp-webhooks/fetch");
    return honoServer(toFetchHandler(await makeReceiver()));
  },
};
