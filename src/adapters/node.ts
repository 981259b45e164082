import type { StatusOf } from "../errors.js";
import type { DeliveryReceiver, Reply } from "../http/delivery.js";
import { answer, type NodeRequest, type NodeResponse, toDelivery } from "./node-http.js";

export type { NodeRequest, NodeResponse };

/** Options of {@link toNodeHandler}. */
export interface NodeHandlerOptions {
  /** The one path that deliveries come to, such as `"/webhooks"`; others get 404. @default every path */
  readonly path?: string | undefined;
}

const notFound: Reply & { readonly status: StatusOf<"not_found"> } = {
  status: 404,
  headers: { "content-type": "application/json" },
  body: '{"code":"not_found"}',
};

/**
 * A listener for `http.createServer`, or for anything else that hands over Node's request and response.
 *
 * @throws TypeError when `path` does not begin with a slash, since no request would fit it
 * @returns a function whose promise is fulfilled when the answer is on its way, and never rejected
 */
export function toNodeHandler(
  receiver: DeliveryReceiver,
  { path }: NodeHandlerOptions = {},
): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  if (path !== undefined && !path.startsWith("/"))
    throw new TypeError(`path: "${path}" has no slash in front`);
  return async (request, response) => {
    const isHere = path === undefined || isAt(path, request.url);
    answer(request, response, isHere ? await receiver.receive(toDelivery(request)) : notFound);
  };
}

/** Whether a URL is the path, with or without a query. */
function isAt(path: string, url = ""): boolean {
  return url === path || (url.startsWith(path) && url[path.length] === "?");
}
