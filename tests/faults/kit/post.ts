import { type Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { secret } from "../../support/client.js";

/** An answer. */
export interface Posted {
  readonly status: number;
  readonly body: string;
}

/** How long to wait for an answer, or for the end of the connection. */
const patienceMs = 30_000;

/** What is thrown when there is neither in that time. */
export const neverEnded = "neither answered nor closed";

/**
 * Delivers once. The answer is read to its end, so that the agent can keep the connection; and it costs a third of what
 * `fetch` does: the sender is not what is tried here.
 */
export async function post(
  port: number,
  body: string,
  agent: Agent,
  given: string | undefined = secret,
): Promise<Posted> {
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    "organization-id": "org-7d1f",
    ...(given === undefined ? {} : { "callback-secret": given }),
  };
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { host: "127.0.0.1", port, method: "POST", headers, agent, signal };
      httpRequest(options, resolve).on("error", reject).end(body);
    });
    return { status: response.statusCode ?? 0, body: await text(response) };
  } catch (error) {
    throw signal.aborted ? new Error(neverEnded) : error;
  }
}
