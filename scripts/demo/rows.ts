/*
 * What the demo sends, and the answer that is documented for it.
 */
import { eventCatalog, eventNames } from "optimizely-cmp-webhooks";
import { fixtures } from "../../tests/fixtures/events.js";
import type { Sent } from "../../tests/support/client.js";
import { handlerOf, paths, secrets } from "./house.js";

/** One request, and what must become of it. */
export interface Row {
  /** Rows of one title stand under one heading. */
  readonly title: string;
  /** What is sent, in words. */
  readonly sent: string;
  readonly request: Sent;
  readonly expected: Expected;
}

/** What is documented. */
export interface Expected {
  readonly status: number;
  readonly code: string;
  /** The handlers that run. */
  readonly ran: readonly string[];
  /** What the receiver announces. */
  readonly announced: readonly string[];
}

const mebibyte = 1024 * 1024;
const [secret, formerSecret] = secrets;

/** Of each event one delivery. */
const goodRows: readonly Row[] = eventNames.map((name) => ({
  title: eventCatalog[name].group,
  sent: name,
  request: post(fixtures[name]),
  expected: handled(handlerOf(name) ?? "nobody"),
}));

const task = { ...fixtures.task_added };
const unluckyTask = { ...task, data: { task: { ...task.data.task, id: "task-of-a-bad-day" } } };
const wrongShape = { ...task, data: { task: { ...task.data.task, id: 31 } } };
const misspelt = { ...fixtures.task_metadata_modified, event_name: "task_metadata_modifed" };

const strangers = under("Strangers: nothing of the body is read", [
  ["no secret", post(task, { "callback-secret": undefined }), rejected(401, "secret_missing")],
  ["a wrong secret", post(task, { "callback-secret": "guess" }), rejected(401, "secret_mismatch")],
  [
    "half of the secret",
    post(task, { "callback-secret": secret.slice(0, 11) }),
    rejected(401, "secret_mismatch"),
  ],
  ["a wrong secret and 6 MiB", big({ "callback-secret": "guess" }), rejected(401, "secret_mismatch")],
  ["GET", { method: "GET", path: paths.all }, rejected(405, "method_not_allowed")],
  ["to another path", { ...post(task), path: "/elsewhere" }, answered(404, "not_found")],
]);

const bodies = under("Bodies that are no event", [
  ["not JSON", { ...post(task), body: '{"event_name": "task_ad' }, rejected(400, "malformed_json")],
  ["not UTF-8", { ...post(task), body: Uint8Array.of(0xff, 0xfe) }, rejected(400, "malformed_json")],
  ["JSON, but not an event", post({ hello: "CMP" }), rejected(400, "malformed_envelope")],
  ["6 MiB", big({}), rejected(413, "body_too_large")],
  ["6 MiB that do not tell their length", chunked(), rejected(413, "body_too_large")],
  ["a body that stalls", stalled(), rejected(408, "body_timeout")],
]);

const oddities = under("Events that are out of the ordinary", [
  ["an event of tomorrow", post({ event_name: "task_cloned", data: {} }), ignored("onUnknown")],
  ["an event called __proto__", post({ event_name: "__proto__", data: {} }), ignored("onUnknown")],
  ["an event without a handler", strict(fixtures.event_added), ignored()],
  ["a name as CMP misspells it", post(misspelt), handled("board")],
  ["a number for an id, announced", post(wrongShape), handled("board", ["mismatched", "handled"])],
  ["the same, with onMismatch: reject", strict(wrongShape), rejected(422, "payload_mismatch")],
  ["with the secret of yesterday", post(task, { "callback-secret": formerSecret }), handled("board")],
]);

const troubles = under("Handlers in trouble", [
  ["a delivery whose handler fails", post(unluckyTask), failed(500, "handler_failed", "board")],
  ["the redelivery of it", post(unluckyTask), handled("board")],
  ["a handler that is too slow", strict(task), failed(503, "deadline_exceeded", "slow", ["failed late"])],
]);

/** Everything, in the order in which it is sent. */
export const rows: readonly Row[] = [...goodRows, ...strangers, ...bodies, ...oddities, ...troubles];

function under(title: string, list: readonly (readonly [string, Sent, Expected])[]): Row[] {
  return list.map(([sent, request, expected]) => ({ title, sent, request, expected }));
}

function post(body: unknown, headers: Sent["headers"] = {}): Sent {
  return {
    path: paths.all,
    body: JSON.stringify(body),
    headers: { "callback-secret": secret, ...headers },
  };
}

function strict(body: unknown): Sent {
  return { ...post(body), path: paths.strict };
}

function big(headers: Sent["headers"]): Sent {
  return { ...post(undefined, headers), body: new Uint8Array(6 * mebibyte) };
}

function chunked(): Sent {
  const chunks = Array.from({ length: 6 }, () => new Uint8Array(mebibyte));
  return { path: paths.all, headers: { "callback-secret": secret }, chunks };
}

/** Promises 100 bytes and sends one. */
function stalled(): Sent {
  const headers = { "callback-secret": secret, "content-length": "100" };
  return { path: paths.strict, headers, chunks: ["{"], stall: true };
}

function answered(status: number, code: string): Expected {
  return { status, code, ran: [], announced: [] };
}

function handled(handler: string, announced: readonly string[] = ["handled"]): Expected {
  return { status: 200, code: "handled", ran: [handler], announced };
}

function ignored(...ran: readonly string[]): Expected {
  return { status: 202, code: "ignored", ran, announced: ["ignored"] };
}

function rejected(status: number, code: string): Expected {
  return { ...answered(status, code), announced: ["rejected"] };
}

function failed(status: number, code: string, handler: string, later: readonly string[] = []): Expected {
  return { status, code, ran: [handler], announced: ["failed", ...later] };
}
