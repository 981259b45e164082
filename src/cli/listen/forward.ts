import type { IncomingHttpHeaders } from "node:http";
import { type DeliveryResult, deliver, type Reply } from "../library.js";

/** Time for the URL of `--forward`, in milliseconds. CMP waits 10 s by its older pages. */
const timeoutMs = 8_000;

/** With the secret as it came, and the headers that CMP adds; no others. Never rejects. */
export async function forwardTo(
  url: URL,
  headers: IncomingHttpHeaders,
  text: string,
): Promise<DeliveryResult> {
  try {
    return await deliver(url.href, text, {
      headers: {
        "callback-secret": headers["callback-secret"]?.toString(),
        "organization-id": headers["organization-id"]?.toString(),
        "content-type": headers["content-type"],
        "user-agent": headers["user-agent"],
      },
      timeoutMs,
    });
  } catch (cause) {
    const error = new Error("The delivery could not be sent", { cause });
    return { status: 0, body: "", ms: 0, acknowledged: false, error };
  }
}

/**
 * An answer with that status, so that CMP does what it would do without us.
 *
 * No answer, and a status that is none (099) or that ends no exchange (101), become 502.
 */
export function replyOf(status: number, code: string): Reply {
  const isFinal = Number.isInteger(status) && status >= 200 && status <= 599;
  const hasBody = ![204, 205, 304].includes(status);
  return {
    status: isFinal ? status : 502,
    headers: hasBody ? { "content-type": "application/json" } : {},
    body: hasBody ? JSON.stringify({ code }) : "",
  };
}
