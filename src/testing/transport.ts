import type { DeliveryReceiver } from "../http/delivery.js";
import { makeClient, readText } from "./http-client.js";
import { errorHeader, serve } from "./node-server.js";
import { type Outgoing, requireHttpUrl, requirePath, toRequest } from "./request.js";
import { classify, type FetchTarget, isResponse, MistakenTarget, type Target } from "./target.js";

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  /** What the target threw, of which the 500 was made. */
  readonly error?: unknown;
}

/** A way to a target, for any number of deliveries. */
export interface Transport {
  /**
   * Rejects with what kept the answer from coming, or with a `MistakenTarget`.
   *
   * @param signal is aborted when nobody waits any more
   */
  send(outgoing: Outgoing, signal: AbortSignal): Promise<Answer>;
  /** Closes everything that it opened. */
  close(): Promise<void>;
}

/**
 * Makes a way to the target; of a Node listener a server, which has to be closed.
 *
 * @throws TypeError when it is no target, or its URL is not http or https
 */
export async function open(target: Target, path = "/"): Promise<Transport> {
  requirePath(path);
  const known = classify(target);
  if (known.kind === "url") return toUrl(requireHttpUrl(known.url));
  if (known.kind === "receiver") return toReceiver(known.receiver);
  if (known.kind === "fetch") return toHandler(known.target, `http://127.0.0.1${path}`);
  const server = await serve(known.target);
  return toUrl(`http://127.0.0.1:${server.port}${path}`, server.errors, server.close);
}

/** @param errors what the target threw, where it is served here */
async function toUrl(
  url: string,
  errors?: ReadonlyMap<string, unknown>,
  done?: () => Promise<void>,
): Promise<Transport> {
  const client = await makeClient(url);
  return {
    async send(outgoing, signal) {
      const { status, body, header } = await client.send(outgoing, signal).catch((error: unknown) => {
        throw new Error(`${new URL(url).host}: ${reasonOf(error)}`, { cause: error });
      });
      const error = errors?.get(header(errorHeader) ?? "");
      if (error instanceof MistakenTarget) throw error;
      return { status, body, error };
    },
    async close() {
      client.close();
      await done?.();
    },
  };
}

function toReceiver(receiver: DeliveryReceiver): Transport {
  return {
    async send({ headers, body }) {
      try {
        const header = (name: string): string | undefined =>
          Object.hasOwn(headers, name) ? headers[name] : undefined;
        const reply = await receiver.receive({ method: "POST", header, body });
        return { status: reply.status, body: reply.body };
      } catch (error) {
        return { status: 500, body: "", error };
      }
    },
    async close() {},
  };
}

function toHandler(target: FetchTarget, url: string): Transport {
  return {
    async send(outgoing, signal) {
      let response: unknown;
      try {
        response = await target.fetch(toRequest(url, outgoing, signal));
      } catch (error) {
        return { status: 500, body: "", error };
      }
      if (isResponse(response)) return { status: response.status, body: await readText(response) };
      throw new MistakenTarget(
        "target: it was taken for a Fetch handler, but it did not return a Response. " +
          "Hand over a Node request listener as { listener }",
      );
    },
    async close() {},
  };
}

/** `fetch` says "fetch failed", and the reason is in the cause; with several addresses, in the errors of that. */
function reasonOf(error: unknown): string {
  if (!isError(error)) return String(error);
  if ("errors" in error && Array.isArray(error.errors) && error.errors.length > 0)
    return reasonOf(error.errors[0]);
  // A message of OpenSSL ends with a line break.
  return error.cause === undefined ? error.message.trim() : reasonOf(error.cause);
}

/** By its form: within Jest, Node's errors are of another class than the test's. */
export function isError(value: unknown): value is Error {
  return typeof value === "object" && value !== null && "message" in value && "name" in value;
}
