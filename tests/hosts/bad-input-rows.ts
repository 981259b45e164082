import { type Sent, secret } from "../support/client.js";
import { taskAdded } from "../support/recorder.js";

/** One request, and all that must come of it on every host. */
export interface Row extends Sent {
  readonly title: string;
  readonly status: number;
  /** The code in the response; none where the method has no body. */
  readonly code: string | undefined;
  /** Whether the handler of `task_added` ran. */
  readonly ran: boolean;
  /** The announcements of the receiver, each with its code. */
  readonly announced: readonly string[];
}

const handled = { status: 200, code: "handled", ran: true, announced: ["handled"] };
const ignored = { status: 202, code: "ignored", ran: false, announced: ["ignored"] };
const handledThough = { ...handled, announced: ["mismatched", "handled"] };

function refused(status: number, code: string): Pick<Row, "status" | "code" | "ran" | "announced"> {
  return { status, code, ran: false, announced: [`rejected ${code}`] };
}

function withSecret(value: string | readonly string[] | undefined): Sent {
  return { body: taskAdded, headers: { "callback-secret": value } };
}

const oneOff = `${secret.slice(0, -1)}!`;

const secrets: readonly Row[] = [
  { title: "no secret", ...withSecret(undefined), ...refused(401, "secret_missing") },
  { title: "an empty secret", ...withSecret(""), ...refused(401, "secret_missing") },
  { title: "another secret", ...withSecret("guess"), ...refused(401, "secret_mismatch") },
  { title: "a secret that is one character off", ...withSecret(oneOff), ...refused(401, "secret_mismatch") },
  {
    title: "a secret with one more character",
    ...withSecret(`${secret}x`),
    ...refused(401, "secret_mismatch"),
  },
  {
    title: "a secret of 8,000 characters",
    ...withSecret("x".repeat(8_000)),
    ...refused(401, "secret_mismatch"),
  },
  { title: "a secret beyond ASCII", ...withSecret("sécret-ÿ"), ...refused(401, "secret_mismatch") },
  { title: "the secret twice", ...withSecret([secret, secret]), ...refused(401, "secret_mismatch") },
  { title: "the right secret", ...withSecret(secret), ...handled },
];

const methods: readonly Row[] = [
  { title: "GET", method: "GET", ...refused(405, "method_not_allowed") },
  { title: "HEAD", method: "HEAD", ...refused(405, "method_not_allowed"), code: undefined },
  { title: "PUT", method: "PUT", body: taskAdded, ...refused(405, "method_not_allowed") },
  { title: "DELETE", method: "DELETE", ...refused(405, "method_not_allowed") },
  {
    title: "GET without a secret",
    method: "GET",
    headers: { "callback-secret": undefined },
    ...refused(405, "method_not_allowed"),
  },
];

const json = refused(400, "malformed_json");
const envelope = refused(400, "malformed_envelope");

const bodies: readonly Row[] = [
  { title: "no body", headers: { "content-length": "0" }, ...json },
  { title: "a body of no chunks", chunks: [], headers: { "transfer-encoding": "chunked" }, ...json },
  ...["null", "5", '"x"', "true", "[]", "{}"].map((body) => ({
    title: `the body ${body}`,
    body,
    ...envelope,
  })),
  { title: "an event name that is a number", body: '{"event_name":5,"data":{}}', ...envelope },
  { title: "an event name that is empty", body: '{"event_name":"","data":{}}', ...envelope },
  { title: "no data", body: '{"event_name":"task_added"}', ...envelope },
  { title: "data that is null", body: '{"event_name":"task_added","data":null}', ...envelope },
  { title: "data that is a list", body: '{"event_name":"task_added","data":[]}', ...envelope },
  { title: "an envelope in __proto__", body: `{"__proto__":${taskAdded}}`, ...envelope },
  { title: "broken JSON", body: taskAdded.slice(0, -1), ...json },
  { title: "JSON after JSON", body: taskAdded + taskAdded, ...json },
  { title: "a form", body: "event_name=task_added", ...json },
  { title: "a byte order mark", body: `\uFEFF${taskAdded}`, ...handled },
  { title: "two byte order marks", body: `\uFEFF\uFEFF${taskAdded}`, ...json },
  { title: "white space around the body", body: `\r\n ${taskAdded} \t`, ...handled },
  {
    title: "bytes that are no UTF-8",
    body: Buffer.from(taskAdded.replace("task-31", "task-\xff"), "latin1"),
    ...json,
  },
  { title: "a body cut in a character", body: Buffer.from('{"event_name":"é').subarray(0, -1), ...json },
];

const shapes: readonly Row[] = [
  { title: "data without its members", body: '{"event_name":"task_added","data":{}}', ...handledThough },
  {
    title: "a member of another type",
    body: taskAdded.replace('"task-31"', "31"),
    ...handledThough,
  },
  { title: "an unknown member", body: taskAdded.replace('"data":{', '"data":{"later":1,'), ...handled },
  {
    title: "members named __proto__ and constructor",
    body: taskAdded.replace('"data":{', '"data":{"__proto__":{"task":1},"constructor":2,'),
    ...handled,
  },
  {
    title: "10,000 levels of nesting",
    body: taskAdded.replace('"data":{', `"data":{"deep":${"[".repeat(10_000)}${"]".repeat(10_000)},`),
    ...handled,
  },
];

const names: readonly Row[] = [
  ...["__proto__", "constructor", "toString", "*", "error", "task_added ", "TASK_ADDED", "brand_new"].map(
    (name) => ({
      title: `the unknown event ${name}`,
      body: JSON.stringify({ event_name: name, data: {} }),
      ...ignored,
    }),
  ),
  {
    title: "an event without a handler",
    body: '{"event_name":"task_removed","data":{"task":{"id":"t"}}}',
    ...ignored,
  },
];

const types: readonly Row[] = [
  { title: "no content type", body: taskAdded, headers: { "content-type": undefined }, ...handled },
  { title: "text/plain", body: taskAdded, headers: { "content-type": "text/plain" }, ...handled },
  {
    title: "JSON with a charset",
    body: taskAdded,
    headers: { "content-type": "application/json; charset=utf-8" },
    ...handled,
  },
  { title: "a content type of nonsense", body: taskAdded, headers: { "content-type": ";;;" }, ...handled },
];

const mebibyte = 1024 * 1024;
const pieces = Array.from({ length: 6 * 16 }, () => Buffer.alloc(mebibyte / 16, " "));

const sizes: readonly Row[] = [
  {
    title: "6 MiB with their length",
    body: Buffer.alloc(6 * mebibyte, " "),
    ...refused(413, "body_too_large"),
  },
  { title: "6 MiB without their length", chunks: pieces, ...refused(413, "body_too_large") },
  {
    title: "a small body that is said to be large",
    body: taskAdded,
    headers: { "content-length": String(7 * mebibyte) },
    stall: true,
    ...refused(413, "body_too_large"),
  },
  { title: "1 MiB in pieces", chunks: [...pieces.slice(0, 16), taskAdded], ...handled },
  {
    title: "a body of 5 MiB and no more",
    body: Buffer.from(taskAdded.padEnd(5 * mebibyte, " ")),
    ...handled,
  },
  {
    title: "a body of one byte more",
    body: Buffer.from(taskAdded.padEnd(5 * mebibyte + 1, " ")),
    ...refused(413, "body_too_large"),
  },
];

const stalls: readonly Row[] = [
  {
    title: "a body that stalls",
    body: taskAdded.slice(0, 20),
    headers: { "content-length": String(taskAdded.length) },
    stall: true,
    ...refused(408, "body_timeout"),
  },
  {
    title: "a body that never begins",
    headers: { "content-length": "100" },
    stall: true,
    ...refused(408, "body_timeout"),
  },
];

/** Everything that the outside can send, with its answer. */
export const rows: readonly Row[] = [
  ...secrets,
  ...methods,
  ...bodies,
  ...shapes,
  ...names,
  ...types,
  ...sizes,
  ...stalls,
];
