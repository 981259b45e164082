import type { DeliveryReceiver, Reply } from "../http/delivery.js";
import { makeReply } from "../http/reply.js";
import { requireReceiver } from "../http/require-receiver.js";
import { describeValue, requireKnownOptions } from "../values.js";
import { isReadable, type KeptBody } from "./kept-body.js";
import { closeStream, endLast, isBehindLast, isWhole } from "./node-answer.js";
import { type NodeRequest, type NodeResponse, toDelivery } from "./node-http.js";
import { rememberSession } from "./open-connections.js";

/** The part of a Fastify request that is used here. */
export interface FastifyRequestLike extends KeptBody {
  readonly raw: NodeRequest;
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
  /** Fastify 5 only. */
  readonly supportedMethods?: readonly string[];
  /** Fastify 5 only. */
  addHttpMethod?(method: string, options: { readonly hasBody: boolean }): unknown;
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
  addMethods(instance);
  instance.all(path, (request, reply) => void serve(receiver, request, reply));
}

/** The methods that Node knows and Fastify does not route by itself: it would answer them with 404. */
const moreMethods = (
  "ACL BIND CHECKOUT COPY LINK LOCK M-SEARCH MERGE MKACTIVITY MKCALENDAR MKCOL MOVE NOTIFY PROPFIND PROPPATCH PURGE " +
  "QUERY REBIND REPORT SEARCH SOURCE SUBSCRIBE UNBIND UNLINK UNLOCK UNSUBSCRIBE"
).split(" ");

/** `all` then holds for every method; in Fastify 4 for those that it routes. */
function addMethods(instance: FastifyLike): void {
  for (const method of moreMethods) {
    if (instance.supportedMethods?.includes(method)) continue;
    try {
      instance.addHttpMethod?.(method, { hasBody: true });
    } catch {
      // This version of Node does not know it, and answers it with 400.
    }
  }
}

async function serve(
  receiver: DeliveryReceiver,
  request: FastifyRequestLike,
  reply: FastifyReplyLike,
): Promise<void> {
  const { raw } = request;
  if (isBehindLast(raw)) {
    reply.hijack();
    return;
  }
  if (raw.httpVersionMajor > 1) rememberSession(raw.stream?.session);
  try {
    // What our parser left: the request itself, or what a hook of the host has put in its place.
    const { body } = request;
    const stream = isReadable(body) ? body : raw;
    send(raw, reply, await receiver.receive(toDelivery(raw, stream, request)));
  } catch {
    giveUp(raw, reply);
  }
}

/** A receiver of one's own broke its promise, or the reply cannot be sent. */
function giveUp(raw: NodeRequest, reply: FastifyReplyLike): void {
  try {
    send(raw, reply, makeReply("internal_error"));
  } catch {
    reply.raw.destroy?.();
  }
}

/** By Fastify, and not on the raw response, so that the hooks of the host have their part in every answer. */
function send(raw: NodeRequest, reply: FastifyReplyLike, { status, headers, body }: Reply): void {
  if (!isWhole(raw)) {
    if (raw.httpVersionMajor > 1) closeStream(raw, reply.raw);
    else endLast(raw, reply.raw);
    if (raw.httpVersionMajor === 1) reply.headers({ connection: "close" });
  }
  reply.code(status);
  reply.headers(headers);
  reply.send(body);
}
