import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { type Findings, inspect } from "../data/inspect.js";
import {
  createReceiver,
  type Delivery,
  type DeliveryReceiver,
  type DeliveryResult,
  EventRouter,
  eventNames,
  type ReceiverError,
  type Reply,
  toNodeHandler,
} from "../library.js";
import { BodyCopy } from "./body-copy.js";
import { forwardTo, replyOf } from "./forward.js";
import type { Journal } from "./journal.js";
import type { ListenSettings } from "./settings.js";

/** One request, and its answer. */
export interface Received {
  readonly at: Date;
  readonly method: string;
  /** Without the query, which may contain a token. */
  readonly path: string;
  readonly organizationId: string | undefined;
  /** The status of the answer. */
  readonly status: number;
  /** The code of the answer, for instance `handled`. */
  readonly code: string;
  /** Milliseconds from the head of the request to the end of the answer. */
  readonly ms: number;
  /** Milliseconds until the body was read and parsed, or refused; `undefined` where it was not looked at. */
  readonly readMs: number | undefined;
  /** As they came, with the secret. */
  readonly headers: IncomingHttpHeaders;
  /** Why it was refused, for people; `undefined` when it was not. */
  readonly reason: string | undefined;
  /** The body as it came, from a caller who knows the secret; `undefined` where it was not read to its end. */
  readonly text: string | undefined;
  /** The result of comparing the body with its type. */
  readonly findings: Findings | undefined;
  /** The answer of the URL of `--forward`. */
  readonly forwarded: DeliveryResult | undefined;
  readonly isSaved: boolean;
}

/** The most that is read of a body, in bytes. */
const maxBodyBytes = 5 * 1024 * 1024;

/** Its handlers do nothing: they make the receiver answer 200 for known events and 202 for others. */
const router = new EventRouter();
for (const name of eventNames) router.on(name, () => {});

/** Answers one request: verifies, reads, saves, forwards. The body is inspected after the answer. Never rejects. */
export async function takeIn(
  request: IncomingMessage,
  response: ServerResponse,
  settings: ListenSettings,
  journal: Journal | undefined,
): Promise<Received> {
  const at = new Date();
  const start = performance.now();
  const intake = new Intake(request, settings, journal, start);
  await toNodeHandler(intake, { path: settings.path })(request, response);
  const ms = performance.now() - start;
  const { method = "", url = "/", headers } = request;
  const { text } = intake;
  return {
    ...{ at, method, path: url.split("?", 1)[0] ?? "/", ms, text, headers, readMs: intake.readMs },
    organizationId: headers["organization-id"]?.toString(),
    status: response.statusCode,
    code: intake.code,
    reason: intake.reason,
    findings: text === undefined ? undefined : inspect(text),
    forwarded: intake.forwarded,
    isSaved: intake.isSaved,
  };
}

/** A receiver around the package's own, for one request. */
class Intake implements DeliveryReceiver {
  code = "";
  reason: string | undefined;
  text: string | undefined;
  readMs: number | undefined;
  forwarded: DeliveryResult | undefined;
  isSaved = false;
  readonly #request: IncomingMessage;
  readonly #settings: ListenSettings;
  readonly #journal: Journal | undefined;
  readonly #start: number;

  constructor(
    request: IncomingMessage,
    settings: ListenSettings,
    journal: Journal | undefined,
    start: number,
  ) {
    this.#request = request;
    this.#settings = settings;
    this.#journal = journal;
    this.#start = start;
  }

  async receive(delivery: Delivery): Promise<Reply> {
    const copy = new BodyCopy(maxBodyBytes);
    const reply = await this.#verify(delivery, copy);
    this.readMs = performance.now() - this.#start;
    this.code = codeOf(reply);
    const isRead = reply.status < 300 || this.code.startsWith("malformed_");
    if (!isRead) return reply;
    this.text = copy.text;
    this.isSaved = this.#journal?.add(new Date(), this.#request.headers, this.text) === true;
    if (reply.status >= 300) return reply;
    if (this.#journal !== undefined && !this.isSaved) return this.#answer(replyOf(500, "not_saved"));
    const { forward } = this.#settings;
    if (forward === undefined) return reply;
    this.forwarded = await forwardTo(forward, this.#request.headers, this.text);
    return this.#answer(replyOf(this.forwarded.status, "forwarded"));
  }

  /** A receiver of its own for each request: its announcements are about this request. */
  #verify(delivery: Delivery, copy: BodyCopy): Promise<Reply> {
    const { secret } = this.#settings;
    const receiver = createReceiver({ router, secret, maxBodyBytes, log: null });
    const listener = ({ detail }: { readonly detail: { readonly error: ReceiverError } }): void => {
      this.reason = detail.error.message;
    };
    receiver.addEventListener("rejected", listener);
    receiver.addEventListener("failed", listener);
    const { method, misdirected } = delivery;
    const header = (name: string): string | undefined => delivery.header(name);
    return receiver.receive({ method, header, misdirected, body: copy.read(this.#request) });
  }

  #answer(reply: Reply): Reply {
    this.code = codeOf(reply);
    return reply;
  }
}

function codeOf({ body }: Reply): string {
  return /"code":"(\w+)"/.exec(body)?.[1] ?? "";
}
