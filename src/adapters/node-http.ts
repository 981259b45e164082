import type { Delivery, DeliveryBody, DeliveryReceiver } from "../http/delivery.js";
import { makeReply } from "../http/reply.js";
import { bodyOf, type KeptBody, type ReadableBody } from "./kept-body.js";
import { answer, type EndingRequest, isBehindLast, type NodeResponse } from "./node-answer.js";
import { rememberSession } from "./open-connections.js";

/** The part of `http.IncomingMessage` that is used here, so that the declarations do without @types/node. */
export interface NodeRequest extends EndingRequest, ReadableBody, KeptBody {
  readonly url?: string | undefined;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly readableEnded: boolean;
  readonly destroyed: boolean;
  on(name: string, listener: (chunk: Uint8Array) => void): unknown;
}

export type { NodeResponse };

/**
 * The request, as the receiver takes it.
 *
 * A class: an object literal with a getter takes ten times as long to make (3,600 ns against 220), and the body must
 * not be looked at before the receiver asks for it.
 */
class NodeDelivery implements Delivery {
  readonly method: string;
  /** A function of its own: a wrapper of the receiver may take it off the delivery. */
  readonly header: Delivery["header"];
  readonly #request: NodeRequest;
  readonly #stream: ReadableBody;
  readonly #kept: KeptBody;

  constructor(request: NodeRequest, stream: ReadableBody, kept: KeptBody) {
    this.method = request.method ?? "";
    this.header = finderOf(request.headers, stream !== request);
    this.#request = request;
    this.#stream = stream;
    this.#kept = kept;
  }

  get body(): DeliveryBody {
    return bodyOf(this.#stream, this.#kept, this.#request.headers);
  }
}

/**
 * The request, as the receiver takes it.
 *
 * @param stream where the body is read from, if the host has put another stream in place of the request
 * @param kept where a body is that somebody else has read
 */
export function toDelivery(
  request: NodeRequest,
  stream: ReadableBody = request,
  kept: KeptBody = request,
): Delivery {
  return new NodeDelivery(request, stream, kept);
}

function finderOf(headers: NodeRequest["headers"], isDecoded: boolean): Delivery["header"] {
  return (name) => {
    const value = headers[name];
    // A hook that put its own stream in place of the request has decoded it.
    if (isDecoded && name === "content-encoding") return undefined;
    // No function: a name such as "constructor" finds what every object has.
    return typeof value === "string" ? value : Array.isArray(value) ? value.join(", ") : undefined;
  };
}

/**
 * Receives a request and answers it, unless the host has done so already, after a time-out of its own for instance.
 *
 * @param kept where a body is that somebody else has read
 * @returns a promise that is fulfilled when the response has ended, and never rejected
 */
export async function serve(
  receiver: DeliveryReceiver,
  request: NodeRequest,
  response: NodeResponse,
  kept?: KeptBody,
): Promise<void> {
  if (isBehindLast(request)) return;
  if (request.httpVersionMajor > 1) rememberSession(request.stream?.session);
  try {
    const reply = await receiver.receive(toDelivery(request, request, kept));
    // Not `await answer(...)`: most answers have nothing to wait for.
    const ended = response.headersSent ? undefined : answer(request, response, reply);
    if (ended !== undefined) await ended;
  } catch {
    // A receiver of one's own that breaks its promise, or a reply that no response takes.
    await giveUp(request, response);
  }
}

/** Answers 500 if that can still be done, and otherwise closes the connection, so that the sender does not wait. */
async function giveUp(request: NodeRequest, response: NodeResponse): Promise<void> {
  try {
    if (response.headersSent) response.destroy?.();
    else await answer(request, response, makeReply("internal_error"));
  } catch {
    response.destroy?.();
  }
}
