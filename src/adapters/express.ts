import type { DeliveryReceiver } from "../http/delivery.js";
import { requireReceiver } from "../http/require-receiver.js";
import { type NodeRequest, type NodeResponse, serve } from "./node-http.js";

export type { NodeRequest, NodeResponse };

/**
 * A handler for Express 4 and 5: `app.use("/webhooks", toExpressHandler(receiver))`.
 *
 * It needs no body parser, and does not mind one before it: CMP signs nothing, so a body that `express.json()`,
 * `express.text()` or `express.raw()` has read is as good.
 *
 * @throws TypeError when `receiver` is not a receiver
 * @returns a function whose promise is fulfilled when the response has ended, and never rejected
 */
export function toExpressHandler(
  receiver: DeliveryReceiver,
): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  requireReceiver(receiver);
  return (request, response) => serve(receiver, request, response);
}
