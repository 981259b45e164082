/* The adapters against the real types of their hosts. */
import { createServer } from "node:http";
import { createServer as createHttp2Server, createSecureServer } from "node:http2";
import type { Express, RequestHandler, Router } from "express";
import type { Express as Express4, RequestHandler as RequestHandler4 } from "express4";
import type { FastifyInstance, FastifyPluginCallback } from "fastify";
import type {
  FastifyInstance as FastifyInstance4,
  FastifyPluginCallback as FastifyPluginCallback4,
} from "fastify4";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toExpressHandler } from "optimizely-cmp-webhooks/express";
import { type FastifyPluginOptions, toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";

const receiver = createReceiver({ router: new EventRouter(), secret: null });

createServer(toNodeHandler(receiver)).listen(0);
createHttp2Server(toNodeHandler(receiver, { path: "/webhooks" })).listen(0);
createSecureServer({ allowHTTP1: true }, toNodeHandler(receiver)).listen(0);

declare const app: Express;
declare const routes: Router;
export const handler: RequestHandler = toExpressHandler(receiver);
app.use(toExpressHandler(receiver));
app.use("/webhooks", toExpressHandler(receiver));
app.post("/webhooks/:tenant", toExpressHandler(receiver));
routes.post("/webhooks", handler, toExpressHandler(receiver));

declare const app4: Express4;
export const handler4: RequestHandler4 = toExpressHandler(receiver);
app4.use("/webhooks", toExpressHandler(receiver));
app4.post("/webhooks/:tenant", toExpressHandler(receiver));

declare const server: FastifyInstance;
export const plugin: FastifyPluginCallback<FastifyPluginOptions> = toFastifyPlugin(receiver);
server.register(toFastifyPlugin(receiver));
server.register(toFastifyPlugin(receiver), { path: "/webhooks" });
server.register(toFastifyPlugin(receiver), { path: "/webhooks", prefix: "/v1" });
// @ts-expect-error: no option of ours
server.register(toFastifyPlugin(receiver), { paht: "/webhooks" });

declare const server4: FastifyInstance4;
export const plugin4: FastifyPluginCallback4<FastifyPluginOptions> = toFastifyPlugin(receiver);
server4.register(toFastifyPlugin(receiver));
server4.register(toFastifyPlugin(receiver), { path: "/webhooks" });

export const fetchHandler: (request: Request) => Promise<Response> = toFetchHandler(receiver);
export const worker: {
  fetch(
    request: Request,
    env: object,
    context: { waitUntil(work: Promise<unknown>): void },
  ): Promise<Response>;
} = {
  fetch: (request, _env, context) => toFetchHandler(receiver)(request, context),
};
