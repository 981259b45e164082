import type { Sent } from "../support/client.js";
import { taskAdded } from "../support/recorder.js";
import { consumed, handled, leave, parsed, type Row, readAlong, zipped } from "./second-readers-kit.js";

const noEvent = '400 {"code":"malformed_envelope"}';

/** A getter that parses when it is asked, as on some serverless hosts. */
const throwing = (error: object) => () => ({
  get body() {
    throw Object.assign(new Error("Invalid JSON"), error);
  },
});
const chunked: Sent = { chunks: [taskAdded.slice(0, 9), taskAdded.slice(9)] };

export const along: readonly Row[] = [
  { title: "keeps nothing", ahead: readAlong(() => {}), answer: consumed, inTime: handled },
  {
    title: "keeps rawBody as bytes",
    ahead: readAlong((request, bytes) => Object.assign(request, { rawBody: bytes })),
    answer: handled,
  },
  {
    title: "keeps rawBody as text that grows",
    ahead: (request, next) => {
      request.rawBody = "";
      request.on("data", (chunk: Buffer) => {
        request.rawBody += chunk.toString();
      });
      next();
    },
    answer: handled,
  },
  {
    title: "keeps the first bytes as rawBody",
    ahead: readAlong((request, bytes) => Object.assign(request, { rawBody: bytes.subarray(0, 9) })),
    answer: consumed,
    inTime: handled,
  },
  {
    title: "keeps what it parsed",
    ahead: readAlong((request, bytes) => Object.assign(request, { body: JSON.parse(bytes.toString()) })),
    answer: handled,
  },
];

export const before: readonly Row[] = [
  {
    title: "rawBody null beside a body",
    ahead: leave(() => ({ rawBody: null, body: parsed })),
    answer: handled,
  },
  {
    title: "rawBody empty beside a body",
    ahead: leave(() => ({ rawBody: "", body: parsed })),
    answer: handled,
  },
  {
    title: "no bytes as rawBody beside a body",
    ahead: leave(() => ({ rawBody: Buffer.alloc(0), body: parsed })),
    answer: handled,
  },
  {
    title: "a rawBody that is no body at all",
    ahead: leave(() => ({ rawBody: true, body: parsed })),
    answer: handled,
  },
  {
    title: "half of rawBody beside a body",
    ahead: leave(() => ({ rawBody: "{", body: parsed })),
    answer: handled,
  },
  {
    title: "an empty rawBody of a chunked body beside a body",
    ahead: leave(() => ({ rawBody: "", body: parsed })),
    sent: chunked,
    answer: handled,
  },
  {
    title: "rawBody as bytes that are no Buffer",
    ahead: leave((bytes) => ({ rawBody: new Uint8Array(bytes) })),
    answer: handled,
  },
  {
    title: "bytes without the first three",
    ahead: leave((bytes) => ({ rawBody: bytes.subarray(3) })),
    answer: consumed,
  },
  {
    title: "the stream itself, read to its end",
    ahead: (request, next) => leave(() => ({ body: request }))(request, next),
    answer: consumed,
  },
  {
    title: "the number that was sent",
    ahead: leave(() => ({ body: 5 })),
    sent: { body: "5" },
    answer: noEvent,
  },
  {
    title: "the null that was sent",
    ahead: leave(() => ({ body: null })),
    sent: { body: "null" },
    answer: noEvent,
  },
  {
    title: "the {} that was sent",
    ahead: leave(() => ({ body: {} })),
    sent: { body: "{  }" },
    answer: noEvent,
  },
  { title: "half of rawBody alone", ahead: leave(() => ({ rawBody: "{" })), answer: consumed },
  { title: "rawBody null alone", ahead: leave(() => ({ rawBody: null })), answer: consumed },
  {
    title: "the rest of the stream, paused",
    ahead: (request, next) => {
      request.once("data", () => {
        request.pause();
        next();
      });
    },
    sent: { body: taskAdded.padEnd(400_000) },
    answer: consumed,
  },
  { title: "{}", ahead: leave(() => ({ body: {} })), answer: consumed },
  { title: "{} of a chunked body", ahead: leave(() => ({ body: {} })), sent: chunked, answer: consumed },
  { title: "null", ahead: leave(() => ({ body: null })), answer: consumed },
  { title: "an empty text", ahead: leave(() => ({ body: "" })), answer: consumed },
  {
    title: "an empty text of a chunked body",
    ahead: leave(() => ({ body: "" })),
    sent: chunked,
    answer: consumed,
  },
  { title: "no bytes", ahead: leave(() => ({ body: Buffer.alloc(0) })), answer: consumed },
  {
    title: "a string without its byte order mark",
    ahead: leave((bytes) => ({ rawBody: bytes.toString().slice(1) })),
    sent: { body: `\uFEFF${taskAdded}` },
    answer: handled,
  },
  {
    title: "a getter that throws",
    ahead: leave(throwing({})),
    answer: '400 {"code":"malformed_json"}',
  },
  {
    title: "a getter that throws an error of status 500",
    ahead: leave(throwing({ statusCode: 500 })),
    answer: '400 {"code":"malformed_json"}',
  },
  {
    title: "rawBody beside a getter that throws",
    ahead: leave((bytes) => Object.defineProperties(throwing({})(), { rawBody: { value: bytes } })),
    answer: handled,
  },
  {
    title: "encoded bytes",
    ahead: leave((bytes) => ({ rawBody: bytes })),
    sent: zipped,
    answer: '415 {"code":"unsupported_encoding"}',
  },
  {
    title: "an empty text in place of encoded bytes",
    ahead: leave(() => ({ rawBody: "" })),
    sent: zipped,
    answer: consumed,
  },
  {
    title: "encoded bytes beside a body",
    ahead: leave((bytes) => ({ rawBody: bytes, body: parsed })),
    sent: zipped,
    answer: handled,
  },
  {
    title: "decoded bytes",
    ahead: leave(() => ({ rawBody: Buffer.from(taskAdded) })),
    sent: zipped,
    answer: handled,
  },
  {
    title: "decoded bytes in body",
    ahead: leave(() => ({ body: Buffer.from(taskAdded) })),
    sent: zipped,
    answer: handled,
  },
];

export const rows: readonly Row[] = [
  ...along.map((row) => ({ ...row, title: `reads along and ${row.title}` })),
  ...before.map((row) => ({ ...row, title: `reads and leaves ${row.title}` })),
];
