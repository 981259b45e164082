import type { DeliveryReceiver } from "../http/delivery.js";
import { requireReceiver } from "../http/require-receiver.js";
import { type NodeRequest, type NodeResponse, serve } from "./node-http.js";

export type { NodeRequest, NodeResponse };

/** The part of a Koa context that is used here. */
export interface KoaContextLike {
  readonly req: NodeRequest;
  readonly res: NodeResponse;
  /** Koa's own request, where koa-bodyparser, @koa/bodyparser and koa-body leave `rawBody` and `body`. */
  readonly request: object;
  /** `false` tells Koa that the response is not its own to write. */
  respond?: boolean | undefined;
}

/**
 * A middleware for Koa 2 and 3: `app.use(toKoaMiddleware(receiver))`, best behind a router or a check of the path, since
 * it answers every request that it is given.
 *
 * It needs no body parser. A body that koa-bodyparser, @koa/bodyparser or koa-body has read is used as it is.
 *
 * @throws TypeError when `receiver` is not a receiver
 * @returns a function whose promise is fulfilled when the response has ended, and never rejected
 */
export function toKoaMiddleware(receiver: DeliveryReceiver): (context: KoaContextLike) => Promise<void> {
  requireReceiver(receiver);
  return async (context) => {
    const { req, res, request } = context;
    // Koa would add a body of its own to a response that it takes for its own.
    context.respond = false;
    await serve(receiver, req, res, request);
  };
}
