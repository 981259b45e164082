import type { DeliveryReceiver, Reply } from "../http/delivery.js";
import { requireReceiver } from "../http/require-receiver.js";
import { describeValue, requireKnownOptions } from "../values.js";
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
  /** The path that takes deliveries, in Fastify's own form. @default "/" */
  readonly path?: string | undefined;
}

/** `path`, and what Fastify itself takes of every plugin. */
const optionNames = ["path", "prefix", "logLevel", "logSerializers"];

/**
 * A plugin for Fastify 4 and 5: `app.register(toFastifyPlugin(receiver), { path: "/webhooks" })`.
 *
 * It is encapsulated: the body parsers are removed for its own route only, since the secret is checked before the body.
 * With a wrong option the app does not start.
 *
 * @throws TypeError when `receiver` is not a receiver
 */
export function toFastifyPlugin(
  receiver: DeliveryReceiver,
): (instance: FastifyLike, options: FastifyPluginOptions) => Promise<void> {
  requireReceiver(receiver);
  // With `async`, since what a plugin with a callback throws is uncaught.
  return async (instance, options) => register(instance, receiver, requirePath(options));
}

function requirePath(options: FastifyPluginOptions): string {
  requireKnownOptions("toFastifyPlugin", options, optionNames);
  const { path = "/" } = options;
  if (typeof path === "string" && /^(?![^/*])/.test(path)) return path;
  throw new TypeError(`path must be a string that begins with a slash, received ${describeValue(path)}`);
}

function register(instance: FastifyLike, receiver: DeliveryReceiver, path: string): void {
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
