import type { EventRouter, ReceiverOptions, SecretProvider } from "optimizely-cmp-webhooks";
import { secret } from "../support/client.js";
import type { DeliveryParts } from "./kit.js";

/** One situation, and all that must come of it. */
export interface Row extends DeliveryParts {
  readonly title: string;
  readonly options?: Partial<ReceiverOptions>;
  /** Registers what there is to run. */
  readonly setUp?: (router: EventRouter, ran: (handler: string) => void) => void;
  /** The status and the code. */
  readonly answer: string;
  readonly announced: readonly string[];
  /** The handlers that ran, in order. */
  readonly ran?: readonly string[];
}

const unknownEvent = '{"event_name":"brand_new","data":{}}';
const mismatch = '{"event_name":"task_added","data":{}}';

const all = (router: EventRouter, ran: (handler: string) => void): void => {
  router.on("task_added", () => ran("named"));
  router.onAny(() => ran("any"));
  router.onUnknown(() => ran("unknown"));
};

/** Refused, and nothing ran. */
function rejected(status: number, code: string) {
  return { setUp: all, answer: `${status} ${code}`, announced: [`rejected ${code}`] };
}

function failed(status: number, code: string) {
  return { setUp: all, answer: `${status} ${code}`, announced: [`failed ${code}`] };
}

const ignored = { answer: "202 ignored", announced: ["ignored"] };
const handled = { answer: "200 handled", announced: ["handled"] };

export const acknowledged: readonly Row[] = [
  { title: "an event with handlers", setUp: all, ...handled, ran: ["named", "any"] },
  { title: "an event without a handler", ...ignored },
  {
    title: "an event that another name's handler waits for",
    setUp: (router, ran) => void router.on("task_removed", () => ran("other")),
    ...ignored,
  },
  {
    title: "a known event that onAny alone takes",
    setUp: (router, ran) => void router.onAny(() => ran("any")),
    ...handled,
    ran: ["any"],
  },
  { title: "an unknown event", body: unknownEvent, ...ignored },
  {
    title: "an unknown event that onUnknown and onAny take",
    body: unknownEvent,
    setUp: all,
    ...ignored,
    ran: ["unknown", "any"],
  },
  ...["__proto__", "constructor", "*", "error", "unknown", "any"].map((name) => ({
    title: `an unknown event named ${name}`,
    body: JSON.stringify({ event_name: name, data: {} }),
    setUp: all,
    ...ignored,
    ran: ["unknown", "any"],
  })),
  {
    title: "a mismatch",
    body: mismatch,
    setUp: all,
    answer: "200 handled",
    announced: ["mismatched", "handled"],
    ran: ["named", "any"],
  },
  {
    title: "a mismatch without a handler",
    body: mismatch,
    answer: "202 ignored",
    announced: ["mismatched", "ignored"],
  },
  {
    title: "a caller without a secret where none is required",
    options: { secret: null },
    headers: { "callback-secret": undefined },
    setUp: all,
    ...handled,
    ran: ["named", "any"],
  },
  {
    title: "a caller with any secret where none is required",
    options: { secret: null },
    headers: { "callback-secret": "x" },
    setUp: all,
    ...handled,
    ran: ["named", "any"],
  },
];

export const refused: readonly Row[] = [
  ...["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "post", "POST ", "", "__proto__"].map((method) => ({
    title: `the method "${method}"`,
    method,
    ...rejected(405, "method_not_allowed"),
  })),
  ...[undefined, null, ""].map((value) => ({
    title: `a secret that is ${value === "" ? "empty" : value}`,
    headers: { "callback-secret": value },
    ...rejected(401, "secret_missing"),
  })),
  ...["guess", `${secret}x`, secret.slice(1), `${secret}, ${secret}`, `${secret}\u0000`, [secret], 5].map(
    (value) => ({
      title: `the secret ${JSON.stringify(value)}`,
      headers: { "callback-secret": value },
      ...rejected(401, "secret_mismatch"),
    }),
  ),
  { title: "text that is no JSON", body: "{", ...rejected(400, "malformed_json") },
  { title: "an empty body", body: "", ...rejected(400, "malformed_json") },
  { title: "JSON that is no event", body: "[]", ...rejected(400, "malformed_envelope") },
  { title: "a body that is too long", options: { maxBodyBytes: 20 }, ...rejected(413, "body_too_large") },
  {
    title: "a mismatch that is to be refused",
    options: { onMismatch: "reject" },
    body: mismatch,
    ...rejected(422, "payload_mismatch"),
  },
];

function ask(provider: () => unknown): Partial<ReceiverOptions> {
  return { secret: provider as SecretProvider };
}

export const broken: readonly Row[] = [
  {
    title: "a handler that throws",
    setUp: (router, ran) => {
      all(router, ran);
      router.on("task_added", () => {
        throw Object.assign(new Error("x"), { status: 200 });
      });
    },
    answer: "500 handler_failed",
    announced: ["failed handler_failed"],
    ran: ["named", "any"],
  },
  {
    title: "an unknown event whose handler fails",
    body: unknownEvent,
    setUp: (router) => void router.onUnknown(() => Promise.reject("x")),
    answer: "500 handler_failed",
    announced: ["failed handler_failed"],
  },
  { title: "a body that somebody else has consumed", body: undefined, ...failed(500, "body_consumed") },
  ...[
    () => {
      throw new Error("vault");
    },
    () => Promise.reject(new Error("vault")),
    () => Promise.reject(undefined),
    () => null,
    () => "",
    () => [],
    async () => [""],
    async () => null,
    () => "\u65e5\u672c",
    () => "x".repeat(33),
    () => ` ${secret}`,
    () => true,
  ].map((provider) => ({
    title: `a function for the secret such as ${String(provider).replace(/\s+/g, " ")}`,
    options: ask(provider),
    ...failed(500, "secret_unavailable"),
  })),
  ...[() => undefined, async () => undefined].map((provider) => ({
    title: `a function for the secret such as ${String(provider)}`,
    options: ask(provider),
    ...rejected(401, "organization_unknown"),
  })),
];
