/*
 * One table of deliveries and of the answers that CMP must get, over real HTTP: for every runtime and every framework.
 * The server under test is made of `app.mjs` in tests/runtimes/servers, or says the same.
 */
import { fixtures } from "../fixtures/events.js";
import { exchange, type Sent } from "./black-box-client.js";

export type { Protocol } from "./black-box-client.js";

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
  /** Sends it. The url may have a path; its scheme is a `Protocol`. */
  readonly send: (url: string) => Promise<readonly string[]>;
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
    send: (url: string) => exchange(url, [sent]),
  })),
  {
    name: "after a refusal the next delivery on the same agent",
    expected: ["401 secret_mismatch", "200 handled"],
    send: (url) => exchange(url, [wrong, good]),
  },
];

function withTitle(length: number): string {
  return JSON.stringify({ ...added, data: { ...added.data, padding: "x".repeat(length) } });
}
