import type { DeliveryReceiver } from "../http/delivery.js";
import { requireReceiver } from "../http/require-receiver.js";
import { describeValue, requireKnownOptions } from "../values.js";
import { type NodeRequest, type NodeResponse, serve } from "./node-http.js";

export {
  type ClosableServer,
  type CloseServerOptions,
  closeServer,
  type StoppingReceiver,
} from "./close-server.js";
export type { NodeRequest, NodeResponse };

/** Options of {@link toNodeHandler}. */
export interface NodeHandlerOptions {
  /**
   * The one path that takes deliveries, such as `"/webhooks"`, as it is in a request: `"/a%20b"` and not `"/a b"`. A
   * request for another path gets 404. @default every path
   */
  readonly path?: string | undefined;
}

/**
 * A listener for `http.createServer`, or for anything else that passes Node's request and response.
 *
 * @throws TypeError when `receiver` is not a receiver, an option does not exist, or no request could have `path`
 * @returns a function whose promise is fulfilled when the response has ended, and never rejected
 */
export function toNodeHandler(
  receiver: DeliveryReceiver,
  options: NodeHandlerOptions = {},
): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  requireReceiver(receiver);
  requireKnownOptions("toNodeHandler", options, ["path"]);
  const { path } = options;
  if (path !== undefined) requirePath(path);
  if (path === undefined) return (request, response) => serve(receiver, request, response);
  return (request, response) => {
    const isHere = isAt(path, request.url);
    return serve(isHere ? receiver : misdirect(receiver, path, request.url), request, response);
  };
}

/** The receiver answers, and announces, what arrives at another path as well. The query is left out: it may hold a secret. */
function misdirect(receiver: DeliveryReceiver, path: string, target = ""): DeliveryReceiver {
  const misdirected = `path is "${path}", received ${describeValue(target.replace(/\?.*/s, ""))}`;
  return {
    receive: ({ method, header }) => receiver.receive({ method, header, body: undefined, misdirected }),
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

/** The scheme and host of a target in its absolute form, `http://host/path`, which proxies may send. */
const origin = /^[a-z]+:\/\/[^/?#]*/i;

/** Whether the target of a request is the path, with or without a query. */
function isAt(path: string, target = ""): boolean {
  const url = target.replace(origin, "");
  return url === path || (url.startsWith(path) && url[path.length] === "?");
}
