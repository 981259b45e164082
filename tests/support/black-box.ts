/*
 * One table of deliveries and of the answers that CMP must get, over real HTTP: for every runtime and every framework.
 * The server under test is made of `app.mjs` in tests/runtimes/servers, or says the same.
 */
import { Agent, type IncomingMessage, type RequestOptions, request } from "node:http";
import { fixtures } from "../fixtures/events.js";

/** The secret that the server under test must know. */
export const secret = "black-box-secret";

/** The longest that the server under test may work on a delivery, in milliseconds. */
export const deadlineMs = 1_000;

/** The largest body that the server under test may accept, in bytes. */
export const maxBodyBytes = 1_048_576;

/** One row of the table. */
export interface Case {
  readonly name: string;
  /** The answers, in order: `200 handled`, or `no answer` where the connection ended without one. */
  readonly expected: readonly string[];
  /** Sends it. The url may have a path. */
  readonly send: (url: string) => Promise<readonly string[]>;
}

interface Sent {
  readonly body: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Announce no length. */
  readonly isChunked?: boolean;
  /** Announce more than is sent, and wait. */
  readonly isStalled?: boolean;
}

const { task_added: added, task_removed: removed, campaign_added: slow } = fixtures;
const known = { "callback-secret": secret };
const good: Sent = { body: JSON.stringify(added), headers: known };
const wrong: Sent = { ...good, headers: { "callback-secret": "another-secret" } };
const tooLong = withTitle(maxBodyBytes + 1_000);

const rows: readonly (readonly [name: string, sent: Sent, expected: string])[] = [
  ["a delivery", good, "200 handled"],
  ["a delivery of 9 KB", { ...good, body: withTitle(9_000) }, "200 handled"],
  ["a delivery of 300 KB", { ...good, body: withTitle(300_000) }, "200 handled"],
  ["a delivery of 300 KB in chunks", { ...good, body: withTitle(300_000), isChunked: true }, "200 handled"],
  ["a wrong secret", wrong, "401 secret_mismatch"],
  ["a wrong secret and 1 MB", { ...wrong, body: withTitle(1_000_000) }, "401 secret_mismatch"],
  ["no secret", { ...good, headers: {} }, "401 secret_missing"],
  ["a body that is no JSON", { ...good, body: "{" }, "400 malformed_json"],
  ["a body that is no event", { ...good, body: "{}" }, "400 malformed_envelope"],
  ["an unknown event", { ...good, body: '{"event_name":"new_event","data":{}}' }, "202 ignored"],
  ["a handler that throws", { ...good, body: JSON.stringify(removed) }, "500 handler_failed"],
  ["a handler that does not end", { ...good, body: JSON.stringify(slow) }, "503 deadline_exceeded"],
  ["GET", { ...good, method: "GET", body: "" }, "405 method_not_allowed"],
  ["a body over the limit", { ...good, body: tooLong }, "413 body_too_large"],
  ["a body over the limit in chunks", { ...good, body: tooLong, isChunked: true }, "413 body_too_large"],
  ["a body that stalls", { ...good, isStalled: true }, "408 body_timeout"],
];

/** Every case, for every host. */
export const cases: readonly Case[] = [
  ...rows.map(([name, sent, expected]) => ({
    name,
    expected: [expected],
    send: async (url: string) => [await answerTo(url, sent)],
  })),
  {
    name: "after a refusal the next delivery on the same agent",
    expected: ["401 secret_mismatch", "200 handled"],
    send: async (url) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      try {
        return [await answerTo(url, wrong, { agent }), await answerTo(url, good, { agent })];
      } finally {
        agent.destroy();
      }
    },
  },
];

function withTitle(length: number): string {
  return JSON.stringify({ ...added, data: { ...added.data, padding: "x".repeat(length) } });
}

/** Sends one request, and returns its status and code. It never rejects. */
function answerTo(url: string, sent: Sent, options: RequestOptions = { agent: false }): Promise<string> {
  const { body, method = "POST", isChunked = false, isStalled = false } = sent;
  const length = Buffer.byteLength(body);
  const announced = isChunked || method === "GET" ? {} : { "content-length": length + (isStalled ? 100 : 0) };
  const headers = { "content-type": "application/json", ...announced, ...sent.headers };
  return new Promise((resolve) => {
    const outgoing = request(url, { ...options, method, headers });
    // The server may end the connection while the body is on its way: an answer that was sent counts.
    outgoing.on("error", (error) => resolve(`no answer: ${error.message}`));
    outgoing.on("response", (response) => resolve(describe(response)));
    if (isStalled) {
      outgoing.write(body);
    } else {
      outgoing.end(body);
    }
  });
}

async function describe(response: IncomingMessage): Promise<string> {
  let text = "";
  try {
    for await (const chunk of response.setEncoding("utf8")) text += chunk;
  } catch {
    text += " (cut off)";
  }
  return `${response.statusCode} ${/^\{"code":"(\w+)"\}$/.exec(text)?.[1] ?? text.slice(0, 100)}`;
}
