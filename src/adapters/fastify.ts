import type { DeliveryReceiver, Reply } from "../http/delivery.js";
import { answer, isWhole, type NodeRequest, type NodeResponse, toDelivery } from "./node-http.js";

/** The part of a Fastify request that is used here. */
export interface FastifyRequestLike {
  readonly raw: NodeRequest;
  readonly body?: unknown;
  headers: object;
}

/** The part of a Fastify reply that is used here. */
export interface FastifyReplyLike {
  readonly raw: NodeResponse;
  code(status: number): unknown;
  headers(values: Readonly<Record<string, string>>): unknown;
  send(body: string): unknown;
  hijack(): unknown;
}

/** The part of a Fastify instance that is used here. */
export interface FastifyLike {
  removeAllContentTypeParsers(): unknown;
  addContentTypeParser(
    type: string,
    parser: (request: unknown, payload: unknown, done: (error: null, body: unknown) => void) => void,
  ): unknown;
  addHook(
    name: "onRequest",
    hook: (request: FastifyRequestLike, reply: unknown, done: () => void) => void,
  ): unknown;
  all(path: string, handler: (request: FastifyRequestLike, reply: FastifyReplyLike) => void): unknown;
}

const json = "application/json";

/** Options of the plugin, given to `app.register`. */
export interface FastifyPluginOptions {
  /** The path that deliveries come to. @default "/" */
  readonly path?: string | undefined;
}

/**
 * A plugin for Fastify 4 and 5: `app.register(toFastifyPlugin(receiver), { path: "/webhooks" })`.
 *
 * It is encapsulated: the body parsers are taken off for its own route alone, since the secret comes before the body.
 */
export function toFastifyPlugin(
  receiver: DeliveryReceiver,
): (instance: FastifyLike, options: FastifyPluginOptions, done: () => void) => void {
  return (instance, { path = "/" }, done) => {
    // Fastify answers an invalid content type with 415; it looks here, and we look at the raw request. What CMP sends is
    // left as it is: it is a parser by name that Fastify finds fastest.
    instance.addHook("onRequest", (request, _reply, next) => {
      if (request.raw.headers["content-type"] !== json) request.headers = { "content-type": undefined };
      next();
    });
    instance.removeAllContentTypeParsers();
    for (const type of [json, "*"]) {
      instance.addContentTypeParser(type, (_request, payload, parsed) => parsed(null, payload));
    }
    instance.all(path, (request, reply) => {
      const delivery = toDelivery(request.raw, request.body ?? undefined);
      void receiver.receive(delivery).then((answered) => send(request.raw, reply, answered));
    });
    done();
  };
}

function send(raw: NodeRequest, reply: FastifyReplyLike, answered: Reply): void {
  if (isWhole(raw)) {
    reply.code(answered.status);
    reply.headers(answered.headers);
    reply.send(answered.body);
  } else {
    // Fastify would close the connection on the unread bytes, and the answer might be lost with it.
    reply.hijack();
    answer(raw, reply.raw, answered);
  }
}
