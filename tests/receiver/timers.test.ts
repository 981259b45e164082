import { Readable } from "node:stream";
import type { EventRouter, ReceiverOptions, Reply } from "optimizely-cmp-webhooks";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { secret } from "../support/client.js";
import { taskAdded } from "../support/recorder.js";
import { answerOf, type DeliveryParts, delivery, makeBench } from "./kit.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

interface Row extends DeliveryParts {
  readonly title: string;
  readonly options?: Partial<ReceiverOptions>;
  readonly setUp?: (router: EventRouter) => void;
  readonly answer: string;
}

const answerLater = (router: EventRouter): void => void router.on("task_added", async () => {});
const fail = (): Promise<never> => Promise.reject(new Error("x"));
const wrong = { headers: { "callback-secret": "guess" } };

/** A stream as Node's server hands it over when the body arrived with the head. */
function arrived(...chunks: readonly string[]): Readable {
  const stream = new Readable({ read() {} });
  for (const chunk of chunks) stream.push(chunk);
  stream.push(null);
  return stream;
}

/** Nothing here has to be waited for. */
const atOnce: readonly Row[] = [
  { title: "text and no handler", answer: "202 ignored" },
  {
    title: "text and a handler that returns",
    setUp: (router) => void router.onAny(() => {}),
    answer: "200 handled",
  },
  {
    title: "a handler that throws",
    setUp: (router) =>
      void router.onAny(() => {
        throw new Error("x");
      }),
    answer: "500 handler_failed",
  },
  { title: "an async handler that waits for nothing", setUp: answerLater, answer: "200 handled" },
  {
    title: "three async handlers that wait for nothing",
    setUp: (router) => [1, 2, 3].forEach(() => void answerLater(router)),
    answer: "200 handled",
  },
  { title: "bytes", body: Buffer.from(taskAdded), answer: "202 ignored" },
  { title: "a parsed object", body: JSON.parse(taskAdded), answer: "202 ignored" },
  { title: "no JSON", body: "{", answer: "400 malformed_json" },
  {
    title: "a stream and a wrong secret",
    ...wrong,
    body: Readable.from([""]),
    answer: "401 secret_mismatch",
  },
  {
    title: "a stream and a wrong method",
    method: "GET",
    body: Readable.from([""]),
    answer: "405 method_not_allowed",
  },
];

test.each(atOnce.filter(({ answer }) => answer !== "500 handler_failed"))(
  "no timer is armed for $title",
  async ({ options, setUp, answer, ...parts }) => {
    const arm = vi.spyOn(globalThis, "setTimeout");
    const { router, receiver } = makeBench(options);
    setUp?.(router);

    expect(answerOf(await receiver.receive(delivery(parts)))).toBe(answer);
    expect(arm).not.toHaveBeenCalled();
  },
);

const small: readonly Row[] = [
  {
    title: "a Node stream that is here in whole",
    get body() {
      return arrived(taskAdded);
    },
    answer: "202 ignored",
  },
  {
    title: "a Node stream that is here in two pieces",
    get body() {
      return arrived(taskAdded.slice(0, 9), taskAdded.slice(9));
    },
    answer: "202 ignored",
  },
  {
    title: "a Node stream that is here, and too long",
    get body() {
      return arrived(taskAdded);
    },
    options: { maxBodyBytes: 9 },
    answer: "413 body_too_large",
  },
];

test.each(small)("no timer is armed for $title", async ({ options, setUp, answer, ...parts }) => {
  const arm = vi.spyOn(globalThis, "setTimeout");
  const { router, receiver } = makeBench(options);
  setUp?.(router);
  // Begun as Node's server begins it: a stream flows before the next promise is looked after.
  const answered = new Promise<Reply>((resolve) =>
    setImmediate(() => resolve(receiver.receive(delivery(parts)))),
  );

  expect(answerOf(await answered)).toBe(answer);
  expect(arm).not.toHaveBeenCalled();
});

const waiting: readonly Row[] = [
  { title: "a handler that ends later", setUp: answerLater, answer: "200 handled" },
  {
    title: "a handler that rejects",
    setUp: (router) => void router.onAny(fail),
    answer: "500 handler_failed",
  },
  { title: "a Node stream", body: Readable.from([taskAdded]), setUp: answerLater, answer: "200 handled" },
  {
    title: "a Node stream that is too long",
    body: Readable.from([taskAdded]),
    options: { maxBodyBytes: 9 },
    answer: "413 body_too_large",
  },
  { title: "a Node stream that was destroyed", body: new Readable().destroy(), answer: "400 body_aborted" },
  { title: "a Node stream of nonsense", body: Readable.from(["{"]), answer: "400 malformed_json" },
  { title: "a web stream", body: new Blob([taskAdded]).stream(), setUp: answerLater, answer: "200 handled" },
  {
    title: "a web stream that is too long",
    body: new Blob([taskAdded]).stream(),
    options: { maxBodyBytes: 9 },
    answer: "413 body_too_large",
  },
  { title: "a web stream that fails", body: new ReadableStream({ pull: fail }), answer: "400 body_aborted" },
  { title: "a function for the secret", options: { secret: async () => secret }, answer: "202 ignored" },
  {
    title: "a function for the secret, and a wrong one",
    options: { secret: async () => secret },
    ...wrong,
    answer: "401 secret_mismatch",
  },
  {
    title: "a function for the secret that fails",
    options: { secret: fail },
    answer: "500 secret_unavailable",
  },
];

test.each([...atOnce, ...small, ...waiting])(
  "no timer is left behind by $title",
  async ({ options, setUp, answer, ...parts }) => {
    const { router, receiver } = makeBench(options);
    setUp?.(router);

    expect(answerOf(await receiver.receive(delivery(parts)))).toBe(answer);
    expect(vi.getTimerCount()).toBe(0);
  },
);
