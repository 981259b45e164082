import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createEvent, deliver } from "optimizely-cmp-webhooks/testing";
import { describe, expect, it, test, vi } from "vitest";
import { fetchClient } from "../../src/testing/http-client.js";
import { compose } from "../../src/testing/request.js";
import { listen } from "../support/hosts.js";

const event = createEvent("task_added");
type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

describe("acknowledged is 200 and 202 alone", () => {
  it.each([
    [200, true],
    [201, false],
    [202, true],
    [204, false],
    [206, false],
    [301, false],
    [307, false],
    [400, false],
    [500, false],
    [503, false],
  ])("%i: %s", async (status, acknowledged) => {
    expect(await deliver(() => new Response(null, { status }), event)).toMatchObject({
      status,
      acknowledged,
    });
    const listener: Listener = (_request, response) => response.writeHead(status).end();
    expect(await deliver({ listener }, event)).toMatchObject({ status, acknowledged });
  });
});

test("a redirect is not followed", async () => {
  let requests = 0;
  const listener: Listener = (_request, response) => {
    requests++;
    response.writeHead(307, { location: "/elsewhere" }).end();
  };
  expect(await deliver(listener, event)).toMatchObject({ status: 307, acknowledged: false });
  expect(requests).toBe(1);
});

describe("no answer is status 0 and the reason", () => {
  it("when the connection is refused", async () => {
    const host = await listen(createServer());
    await host.close();
    const { error, ...result } = await deliver(`http://127.0.0.1:${host.port}/secret-path`, event);
    expect(result).toEqual({ status: 0, body: "", ms: expect.any(Number), acknowledged: false });
    expect(error?.message).toBe(`127.0.0.1:${host.port}: connect ECONNREFUSED 127.0.0.1:${host.port}`);
  });

  it("when the name does not resolve", async () => {
    const { status, error } = await deliver("http://nowhere.invalid/", event);
    expect(status).toBe(0);
    expect(error?.message).toMatch(/^nowhere\.invalid: .+/);
  });

  it("when the listener closes the connection", async () => {
    const { status, error } = await deliver(
      (request: IncomingMessage, _: unknown) => request.destroy(),
      event,
    );
    expect(status).toBe(0);
    expect(error?.message).toMatch(/socket hang up|ECONNRESET/);
  });

  it("when the answer breaks off", async () => {
    const listener: Listener = (_request, response) => {
      response.writeHead(200, { "content-length": "10" });
      response.write("half", () => response.destroy());
    };
    expect(await deliver(listener, event)).toMatchObject({ status: 0, acknowledged: false });
  });

  it.each([
    ["listener", { listener: () => {} }],
    ["Fetch handler", { fetch: () => new Promise<Response>(() => {}) }],
    ["receiver", { receive: () => new Promise<never>(() => {}) }],
    ["listener that stalls in its answer", { listener: ((_, response) => response.write("x")) as Listener }],
  ])("when time is up: a %s", async (_name, target) => {
    const { status, error, ms } = await deliver(target, event, { timeoutMs: 30 });
    expect([status, error?.message]).toEqual([0, "No answer within 30 ms"]);
    expect(ms).toBeGreaterThan(25);
  });

  it("when it is aborted: before, and under way", async () => {
    const listener = vi.fn();
    const reason = new Error("enough");
    const early = await deliver({ listener }, event, { signal: AbortSignal.abort(reason) });
    expect([early.status, early.error]).toEqual([0, reason]);
    expect(listener).not.toHaveBeenCalled();
    const controller = new AbortController();
    const late = await deliver({ listener: () => controller.abort(reason) }, event, controller);
    expect([late.status, late.error]).toEqual([0, reason]);
  });
});

test("a Fetch handler is told when nobody waits any more", async () => {
  let signal: AbortSignal | undefined;
  const fetch = (request: Request): Promise<Response> => {
    signal = request.signal;
    return new Promise(() => {});
  };
  await deliver({ fetch }, event, { timeoutMs: 20 });
  expect(signal?.aborted).toBe(true);
});

describe("what a target throws is a 500, with the error", () => {
  const error = new Error("broken");
  const fail = async (): Promise<never> => Promise.reject(error);
  const failAtOnce = (): never => {
    throw error;
  };

  it.each([
    ["a listener, at once", { listener: failAtOnce }],
    ["a listener, later", { listener: fail }],
    ["a Fetch handler, at once", { fetch: failAtOnce }],
    ["a Fetch handler, later", { fetch: fail }],
    ["a receiver, though it must not", { receive: fail }],
  ])("%s", async (_name, target) => {
    expect(await deliver(target, event)).toMatchObject({ status: 500, error, acknowledged: false });
  });

  it("no error, but something else", async () => {
    const { error } = await deliver({ fetch: () => Promise.reject("text") }, event);
    expect(error).toMatchObject({ message: "text", cause: "text" });
  });
});

test("1 MiB of an answer is kept, be it endless", async () => {
  const flood: Listener = (_request, response) => {
    const write = (): void => {
      while (!response.destroyed && response.write("x".repeat(65_536)));
    };
    response.on("drain", write);
    write();
  };
  const { status, body } = await deliver(flood, event);
  expect([status, body.length]).toEqual([200, 1024 * 1024]);
  const stream = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) });
  expect((await deliver(() => new Response(stream), event)).body).toHaveLength(1024 * 1024);
});

test("an answer in several pieces is put together, split characters too", async () => {
  const listener: Listener = (_request, response) => {
    response.write(Uint8Array.of(0x7a, 0xc3), () => response.end(Uint8Array.of(0xb6)));
  };
  expect(await deliver(listener, event)).toMatchObject({ status: 200, body: "zö" });
});

test("no timer is left of a delivery", async () => {
  vi.useFakeTimers();
  await deliver(() => new Response(), event);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe("wrong use rejects", () => {
  it.each([0, -1, Number.NaN, Infinity, 2 ** 31])("a timeoutMs of %s", async (timeoutMs) => {
    await expect(deliver(() => new Response(), event, { timeoutMs })).rejects.toThrow(/^timeoutMs must /);
  });

  it("an option that does not exist", async () => {
    await expect(deliver(() => new Response(), event, { secrt: "x" } as never)).rejects.toThrow(
      /^options of deliver must be of .*, received "secrt"$/,
    );
  });

  it("a URL that is not http, a path without a slash, a header that cannot be", async () => {
    await expect(deliver("ftp://example.com", event)).rejects.toThrow(/^url must /);
    await expect(deliver(() => new Response(), event, { path: "cmp" })).rejects.toThrow(/^path must /);
    const headers = { "x-later": "line\nbreak" };
    await expect(deliver(() => new Response(), event, { headers })).rejects.toThrow(/^x-later must /);
  });
});

test("where there is no node:http, fetch does it", async () => {
  const listener: Listener = (request, response) => {
    response.writeHead(302, { location: "/elsewhere", "x-seen": request.headers["callback-secret"] });
    response.end("found");
  };
  const host = await listen(createServer(listener));
  const client = fetchClient(`http://127.0.0.1:${host.port}/`);
  const answer = await client.send(compose(event, { secret: "s" }), new AbortController().signal);
  expect([answer.status, answer.body, answer.header("x-seen")]).toEqual([302, "found", "s"]);
  await host.close();
});
