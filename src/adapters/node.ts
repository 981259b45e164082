import type { StatusOf } from "../errors.js";
import type { DeliveryReceiver, Reply } from "../http/delivery.js";
import { requireReceiver } from "../http/require-receiver.js";
import { describeValue, requireKnownOptions } from "../values.js";
import { answer, type NodeRequest, type NodeResponse, toDelivery } from "./node-http.js";

export type { NodeRequest, NodeResponse };

/** Options of {@link toNodeHandler}. */
export interface NodeHandlerOptions {
  /**
   * The one path that takes deliveries, such as `"/webhooks"`, as it is in a request: `"/a%20b"` and not `"/a b"`. A
   * request for another path gets 404. @default every path
   */
  readonly path?: string | undefined;
}

const notFound: Reply & { readonly status: StatusOf<"not_found"> } = {
  status: 404,
  headers: { "content-type": "application/json" },
  body: '{"code":"not_found"}',
};

/**
 * A listener for `http.createServer`, or for anything else that passes Node's request and response.
 *
 * @throws TypeError when `receiver` is not a receiver, an option does not exist, or no request could have `path`
 * @returns a function whose promise is fulfilled when the answer is on its way, and never rejected
 */
export function toNodeHandler(
  receiver: DeliveryReceiver,
  options: NodeHandlerOptions = {},
): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  requireReceiver(receiver);
  requireKnownOptions("toNodeHandler", options, ["path"]);
  const { path } = options;
  if (path !== undefined) requirePath(path);
  return async (request, response) => {
    const isHere = path === undefined || isAt(path, request.url);
    answer(request, response, isHere ? await receiver.receive(toDelivery(request)) : notFound);
  };
}

/** Clients encode a path and leave out its fragment, so that some paths would never match. */
function requirePath(path: unknown): void {
  if (typeof path !== "string" || !path.startsWith("/")) {
    throw new TypeError(`path must be a string that begins with a slash, received ${describeValue(path)}`);
  }
  const { pathname } = new URL(`http://localhost${path}`);
  if (pathname === path) return;
  throw new TypeError(
    `path must be as it is in a request, received ${describeValue(path)}. Write "${pathname}"`,
  );
}

/** Whether a URL is the path, with or without a query. */
function isAt(path: string, url = ""): boolean {
  return url === path || (url.startsWith(path) && url[path.length] === "?");
}
