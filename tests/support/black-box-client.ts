/*
 * Sends the deliveries of the table, one after another on one connection, over HTTP/1 or HTTP/2.
 */
import { Agent, type IncomingMessage, type RequestOptions, request } from "node:http";
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from "node:http2";
import { Agent as SecureAgent, request as secureRequest } from "node:https";

/** How a server is spoken to, as the scheme of its address; `h2` is HTTP/2 with TLS, `h2c` without. */
export type Protocol = "http" | "https" | "h2" | "h2c";

/** One request of the table. */
export interface Sent {
  readonly body: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Announce no length. */
  readonly isChunked?: boolean;
  /** Announce more than is sent, and wait. */
  readonly isStalled?: boolean;
}

/** The status and code of each, such as `200 handled`, or `no answer` and the reason. It never rejects. */
export function exchange(url: string, sents: readonly Sent[]): Promise<readonly string[]> {
  const { protocol, host, pathname } = new URL(url);
  if (protocol === "h2:") return exchangeHttp2(`https://${host}`, pathname, sents);
  if (protocol === "h2c:") return exchangeHttp2(`http://${host}`, pathname, sents);
  return exchangeHttp1(url, sents);
}

async function exchangeHttp1(url: string, sents: readonly Sent[]): Promise<readonly string[]> {
  const isSecure = url.startsWith("https:");
  const shared = { keepAlive: true, maxSockets: 1, rejectUnauthorized: false };
  const agent = isSecure ? new SecureAgent(shared) : new Agent(shared);
  // A request of its own closes its connection.
  const options = sents.length > 1 ? { agent } : { agent: false, rejectUnauthorized: false };
  try {
    return await inTurn(sents, (sent) => answerHttp1(url, sent, options, isSecure ? secureRequest : request));
  } finally {
    agent.destroy();
  }
}

async function exchangeHttp2(
  origin: string,
  path: string,
  sents: readonly Sent[],
): Promise<readonly string[]> {
  const session = connect(origin, { rejectUnauthorized: false });
  // Its streams tell of it.
  session.on("error", () => {});
  try {
    return await inTurn(sents, (sent) => answerHttp2(session, path, sent));
  } finally {
    session.destroy();
  }
}

async function inTurn(
  sents: readonly Sent[],
  send: (sent: Sent) => Promise<string>,
): Promise<readonly string[]> {
  const answers: string[] = [];
  for (const sent of sents) answers.push(await send(sent));
  return answers;
}

function answerHttp1(
  url: string,
  sent: Sent,
  options: RequestOptions,
  send: typeof request,
): Promise<string> {
  return new Promise((resolve) => {
    const outgoing = send(url, { ...options, method: methodOf(sent), headers: headersOf(sent) });
    // The server may end the connection while the body is on its way: an answer that was sent counts.
    outgoing.on("error", (error) => resolve(`no answer: ${error.message}`));
    outgoing.on("response", (response: IncomingMessage) => resolve(describe(response.statusCode, response)));
    write(outgoing, sent);
  });
}

function answerHttp2(session: ClientHttp2Session, path: string, sent: Sent): Promise<string> {
  return new Promise((resolve) => {
    const headers = { ":method": methodOf(sent), ":path": path, ...headersOf(sent) };
    // Node ends the stream of a GET with the headers, unless it is told not to.
    const stream = session.request(headers, { endStream: false });
    stream.on("error", (error) => resolve(`no answer: ${error.message}`));
    stream.on("close", () => resolve("no answer"));
    stream.on("response", ({ ":status": status }) => resolve(describe(status, stream)));
    write(stream, sent);
  });
}

function methodOf({ method = "POST" }: Sent): string {
  return method;
}

function headersOf(sent: Sent): Record<string, string | number> {
  const { body, isChunked = false, isStalled = false, headers } = sent;
  const length = Buffer.byteLength(body) + (isStalled ? 100 : 0);
  const announced = isChunked || methodOf(sent) === "GET" ? {} : { "content-length": length };
  return { "content-type": "application/json", ...announced, ...headers };
}

function write(outgoing: NodeJS.WritableStream, { body, isStalled = false }: Sent): void {
  if (isStalled) outgoing.write(body);
  else outgoing.end(body);
}

async function describe(
  status: number | undefined,
  response: IncomingMessage | ClientHttp2Stream,
): Promise<string> {
  let text = "";
  try {
    for await (const chunk of response.setEncoding("utf8")) text += chunk;
  } catch {
    text += " (cut off)";
  }
  return `${status} ${/^\{"code":"(\w+)"\}$/.exec(text)?.[1] ?? text.slice(0, 100)}`;
}
