import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type Attempt,
  createEvent,
  createSimulator,
  type SimulatorOptions,
} from "optimizely-cmp-webhooks/testing";
import { describe, expect, it, test, vi } from "vitest";
import { isThorough } from "../support/thorough.js";
import { answering, eventsOf, simulate } from "./simulator-kit.js";

test("more than ten under way bring no warning of leaks", async () => {
  const warned = vi.fn();
  process.on("warning", warned);
  const listener = (_request: IncomingMessage, response: ServerResponse): void =>
    void setImmediate(() => response.end());
  const ledger = await simulate({ target: listener, concurrency: 60 })
    .run(eventsOf(200), {
      signal: new AbortController().signal,
    })
    .finish();
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", warned);
  expect(ledger.deliveredOnce).toHaveLength(200);
  expect(warned).not.toHaveBeenCalled();
});

describe("a run that is ended early", () => {
  it("by its signal: what is under way is aborted, and the rest is unfinished", async () => {
    const controller = new AbortController();
    const signals: AbortSignal[] = [];
    const fetch = (request: Request): Promise<Response> => {
      signals.push(request.signal);
      if (signals.length === 3) controller.abort();
      return new Promise(() => {});
    };
    const run = simulate({ target: { fetch }, concurrency: 3 }).run(eventsOf(10), controller);
    const attempts: Attempt[] = [];
    for await (const attempt of run) attempts.push(attempt);
    expect(attempts.map(({ status, outcome }) => `${status} ${outcome}`)).toEqual(
      Array(3).fill("0 cancelled"),
    );
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
    expect(run.ledger.unfinished.length).toBe(run.ledger.entries.length);
    expect(run.ledger.attempts).toBe(3);
  });

  it("by a signal that was aborted before: nothing is sent", async () => {
    const target = { fetch: vi.fn(() => new Response()) };
    await simulate({ target }).run(eventsOf(10), { signal: AbortSignal.abort() }).finish();
    expect(target.fetch).not.toHaveBeenCalled();
  });

  it("while it waits for three days of real time", async () => {
    const controller = new AbortController();
    const run = createSimulator({ target: answering(500) }).run(eventsOf(1), controller);
    for await (const { outcome } of run) {
      expect(outcome).toBe("retrying");
      setImmediate(() => controller.abort());
    }
    expect(run.ledger.unfinished).toHaveLength(1);
  });

  it("by leaving the loop", async () => {
    const signals: AbortSignal[] = [];
    const fetch = (request: Request): Promise<Response> | Response => {
      signals.push(request.signal);
      return signals.length === 1 ? new Response() : new Promise<Response>(() => {});
    };
    const run = simulate({ target: { fetch }, concurrency: 5 }).run(eventsOf(100));
    for await (const _ of run) break;
    // Five at first, and a sixth in place of the one that was answered.
    expect(signals).toHaveLength(6);
    expect(signals.slice(1).every(({ aborted }) => aborted)).toBe(true);
    expect(run.ledger.deliveredOnce).toHaveLength(1);
    expect((await run.finish()).attempts).toBe(6);
  });
});

test("the ledger may be read while the run goes on", async () => {
  const run = simulate({ target: answering() }).run(eventsOf(5));
  const counts: number[] = [];
  for await (const _ of run) counts.push(run.ledger.deliveredOnce.length);
  expect(counts).toEqual([1, 2, 3, 4, 5]);
});

const many = isThorough ? 20_000 : 2_000;

test("thousands of events of a generator pass, a tenth of the attempts failing", async () => {
  let calls = 0;
  const reply = { status: 200, headers: {}, body: "" };
  const receive = async () => ({ ...reply, status: calls++ % 10 === 0 ? 500 : 200 });
  function* events() {
    for (let count = 0; count < many; count++) yield createEvent("task_removed");
  }
  const ledger = await simulate({ target: { receive }, concurrency: 50 }).run(events()).finish();
  expect(ledger.entries).toHaveLength(many);
  expect(ledger.deliveredOnce).toHaveLength(many);
});

describe("wrong options throw at once", () => {
  const target = answering();
  it.each<[string, SimulatorOptions]>([
    ["url, target", {}],
    ["url, target", { url: "http://example.com", target }],
    ["url", { url: "ftp://example.com" }],
    ["url", { url: "" }],
    ["timeoutMs", { target, timeoutMs: 0 }],
    ["retryForMs", { target, retryForMs: -1 }],
    ["firstRetryMs", { target, firstRetryMs: 0 }],
    ["duplicates", { target, duplicates: 5 }],
    ["duplicates", { target, duplicates: Number.NaN }],
    ["reorder", { target, reorder: -1 }],
    ["concurrency", { target, concurrency: 0 }],
    ["rate", { target, rate: 0 }],
    ["seed", { target, seed: 0.5 }],
    ["callback-secret", { target, secret: "line\nbreak" }],
    ["secret", { target, secret: 5 as never }],
    ["organizationId", { target, organizationId: null as never }],
    ["options of createSimulator", { target, ...{ retryFor: 5 } }],
  ])("%s: %j", (name, options) => {
    expect(() => createSimulator(options)).toThrow(TypeError);
    expect(() => createSimulator(options)).toThrow(new RegExp(`^${name} must `));
  });
});
