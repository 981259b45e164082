import type { IncomingMessage, ServerResponse } from "node:http";
import { type Findings, inspect } from "../data/inspect.js";
import {
  answer,
  createReceiver,
  type DeliveryResult,
  deliver,
  EventRouter,
  ReceiverError,
  toDelivery,
} from "../library.js";
import type { Journal } from "./journal.js";
import type { ListenSettings } from "./settings.js";

/** One request, and what became of it. */
export interface Received {
  readonly at: Date;
  readonly method: string;
  /** Without the query, in which a token may be. */
  readonly path: string;
  readonly organizationId: string | undefined;
  /** What the sender was answered. */
  readonly status: number;
  readonly ms: number;
  /** Why it was refused. */
  readonly error: ReceiverError | undefined;
  /** What is to be said of the body; nothing where it was not read, or not to its end. */
  readonly findings: Findings | undefined;
  /** What the URL of `--forward` answered. */
  readonly forwarded: DeliveryResult | undefined;
  readonly isSaved: boolean;
}

/** Time for the URL of `--forward`, in milliseconds. CMP hangs up after 10 s by its older pages. */
const forwardTimeoutMs = 8_000;

/** The most that is read of a body, in bytes. */
const maxBodyBytes = 5 * 1024 * 1024;

interface Answered {
  readonly status: number;
  readonly code: string;
}

/** Takes in one request: verifies, reads, inspects, saves, passes on, and answers last. */
export async function takeIn(
  request: IncomingMessage,
  response: ServerResponse,
  settings: ListenSettings,
  journal: Journal | undefined,
): Promise<Received> {
  const at = new Date();
  const start = performance.now();
  const path = request.url?.split("?", 1)[0] ?? "/";
  const { error, text } = await admit(request, path, settings);
  const isSaved = text !== undefined && journal?.add(at, request.headers, text) === true;
  const forwarded =
    error === undefined && text !== undefined ? await passOn(request, text, settings) : undefined;
  const findings = text === undefined ? undefined : inspect(text);
  const { status, code } = decide(error, findings, forwarded, journal !== undefined && !isSaved);
  answer(request, response, {
    status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code }),
  });
  const organizationId = request.headers["organization-id"]?.toString();
  const ms = performance.now() - start;
  const { method = "" } = request;
  return { at, method, path, organizationId, status, ms, error, findings, forwarded, isSaved };
}

/** What the sender gets. Where the delivery is passed on, the answer comes from there, so that CMP tries again. */
function decide(
  error: ReceiverError | undefined,
  findings: Findings | undefined,
  forwarded: DeliveryResult | undefined,
  isLost: boolean,
): Answered {
  if (error !== undefined) return error;
  if (isLost) return { status: 500, code: "not_saved" };
  if (forwarded !== undefined) return { status: forwarded.status || 502, code: "forwarded" };
  return findings?.isKnown ? { status: 200, code: "handled" } : { status: 202, code: "ignored" };
}

interface Admitted {
  readonly error: ReceiverError | undefined;
  /** The body as it came, from a caller who knows the secret. */
  readonly text: string | undefined;
}

/** A receiver of its own for each request, so that what it announces is about this request. */
async function admit(request: IncomingMessage, path: string, settings: ListenSettings): Promise<Admitted> {
  if (path !== settings.path) return { error: new ReceiverError("not_found"), text: undefined };
  const router = new EventRouter();
  router.onAny(() => {});
  const receiver = createReceiver({ router, secret: settings.secret, maxBodyBytes, quiet: true });
  let error: ReceiverError | undefined;
  receiver.addEventListener("rejected", ({ detail }) => {
    error = detail.error;
  });
  receiver.addEventListener("failed", ({ detail }) => {
    error = detail.error;
  });
  const delivery = toDelivery(request);
  const body = new Copy(request);
  await receiver.receive({
    ...delivery,
    get body() {
      return delivery.body === request ? body.begin() : delivery.body;
    },
  });
  const isWhole = error === undefined || error.code.startsWith("malformed_");
  return { error, text: isWhole ? body.text : undefined };
}

/** Keeps what the receiver reads. It begins when the receiver does: not before the secret is verified. */
class Copy {
  readonly #request: IncomingMessage;
  readonly #chunks: Buffer[] = [];
  #size = 0;

  constructor(request: IncomingMessage) {
    this.#request = request;
  }

  begin(): IncomingMessage {
    return this.#request.on("data", (chunk: Buffer) => {
      this.#size += chunk.length;
      // What the receiver refused as too large goes on coming for a while.
      if (this.#size <= maxBodyBytes) this.#chunks.push(chunk);
    });
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString("utf8");
  }
}

/** With the secret as it came, verified by now, and the headers that CMP adds; the rest is between CMP and us. */
async function passOn(
  { headers }: IncomingMessage,
  text: string,
  { forward }: ListenSettings,
): Promise<DeliveryResult | undefined> {
  if (forward === undefined) return undefined;
  return deliver(forward.href, text, {
    headers: {
      "callback-secret": headers["callback-secret"]?.toString(),
      "organization-id": headers["organization-id"]?.toString(),
      "content-type": headers["content-type"],
      "user-agent": headers["user-agent"],
    },
    timeoutMs: forwardTimeoutMs,
  });
}
