import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import express from "express";
import express4 from "express4";
import { Hono } from "hono";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toExpressHandler } from "optimizely-cmp-webhooks/express";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { createEvent, deliver, type Target } from "optimizely-cmp-webhooks/testing";
import { describe, expect, it, test } from "vitest";
import { toCmpJson } from "../../src/testing/cmp-json.js";
import { listen } from "../support/hosts.js";

const secret = "a-secret-of-our-own-0123456789";
const event = createEvent("task_added");

const router = new EventRouter();
const seen: unknown[] = [];
router.on("task_added", (taskAdded) => void seen.push(taskAdded));
const receiver = createReceiver({ router, secret });

const targets: Readonly<Record<string, Target>> = {
  "a receiver": receiver,
  "a Fetch handler in an object": { fetch: toFetchHandler(receiver) },
  "a Fetch handler with one parameter": (request: Request) => toFetchHandler(receiver)(request),
  "an object as Bun and Workers have it": Object.assign({ port: 3000 }, { fetch: toFetchHandler(receiver) }),
  "a Hono app": new Hono().post("/", (context) => toFetchHandler(receiver)(context.req.raw)),
  "a Node listener": toNodeHandler(receiver),
  "a Node listener in an object": { listener: toNodeHandler(receiver) },
  "an Express 5 app": express().use(toExpressHandler(receiver)),
  "an Express 4 app": express4().use(toExpressHandler(receiver)),
  "an Express app that parses": express().use(express.json(), toExpressHandler(receiver)),
  "an Express handler": toExpressHandler(receiver),
};

describe.each(Object.entries(targets))("%s", (_name, target) => {
  it("gets the event, and its answer comes back", async () => {
    seen.length = 0;
    const result = await deliver(target, event, { secret });
    expect(result).toEqual({
      status: 200,
      body: '{"code":"handled"}',
      ms: expect.any(Number),
      acknowledged: true,
    });
    expect(result.ms).toBeGreaterThan(0);
    expect(seen).toEqual([event]);
  });

  it("gets a bad body and no secret just as well", async () => {
    const refused = await deliver(target, event);
    expect(refused).toMatchObject({ status: 401, body: '{"code":"secret_missing"}', acknowledged: false });
    const body = new TextEncoder().encode('{"event_name": "task_added"');
    expect(await deliver(target, body, { secret })).toMatchObject({ status: 400 });
  });
});

// A function is taken for a Fetch handler only while it names one parameter: see toFetchHandler.
test.skipIf(toFetchHandler(receiver).length > 1)("what toFetchHandler makes needs no wrapping", async () => {
  expect(await deliver(toFetchHandler(receiver), event, { secret })).toMatchObject({ status: 200 });
});

test("a function that names a second parameter with a default is a Fetch handler all the same", async () => {
  const handler = (request: Request, context = {}) => toFetchHandler(receiver)(request, context);
  expect(await deliver(handler, event, { secret })).toMatchObject({ status: 200 });
});

test("a URL, as text or as an object, is sent to over HTTP", async () => {
  const host = await listen(createServer(toNodeHandler(receiver)));
  const url = `http://127.0.0.1:${host.port}/`;
  expect(await deliver(url, event, { secret })).toMatchObject({ status: 200, acknowledged: true });
  expect(await deliver(new URL(url), event, { secret })).toMatchObject({ status: 200, acknowledged: true });
  await host.close();
});

test("on the wire there are CMP's headers, and those of HTTP itself", async () => {
  const wire: unknown[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    wire.push(request.headers);
    response.end();
  };
  await deliver(listener, event, { secret, organizationId: "68f14361eed1bced7af06985" });
  expect(wire).toEqual([
    {
      accept: "*/*",
      "accept-encoding": "gzip, deflate",
      "callback-secret": secret,
      connection: "keep-alive",
      "content-length": String(toCmpJson(event).length),
      "content-type": "application/json",
      host: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      "organization-id": "68f14361eed1bced7af06985",
      "user-agent": "Welcome-Webhook/1.0",
    },
  ]);
});

test("a path and changed headers go to a target that is no URL", async () => {
  const got: [string | undefined, string | undefined, string | undefined][] = [];
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    got.push([request.url, request.headers["x-later"] as string, request.headers["user-agent"]]);
    response.end();
  };
  const options = { path: "/cmp?a=1", headers: { "X-Later": "1", "User-Agent": undefined } };
  await deliver(listener, event, options);
  const answer = (request: Request): Response => {
    const { headers, url } = request;
    got.push([new URL(url).pathname, headers.get("x-later") ?? "", headers.get("user-agent") ?? undefined]);
    return new Response();
  };
  await deliver({ fetch: answer }, event, options);
  expect(got).toEqual([
    ["/cmp?a=1", "1", undefined],
    ["/cmp", "1", undefined],
  ]);
});

describe("a target of another kind than it was taken for", () => {
  it("rejects with what to do: a Fetch handler with two parameters", async () => {
    const handler = async (_request: unknown, _context: unknown) => new Response();
    await expect(deliver(handler, event)).rejects.toThrow(/taken for a Node request listener.*\{ fetch \}/);
    expect(await deliver({ fetch: handler as never }, event)).toMatchObject({ status: 200 });
  });

  it("rejects with what to do: a Node listener without a second parameter", async () => {
    const listener = (...[, response]: [unknown, ServerResponse]): void => void response?.end("fine");
    await expect(deliver(listener as never, event)).rejects.toThrow(
      /taken for a Fetch handler.*\{ listener \}/,
    );
    expect(await deliver({ listener: listener as never }, event)).toMatchObject({
      status: 200,
      body: "fine",
    });
  });

  it.each([undefined, null, 5, {}, [], { fetch: 5 }, { href: 5 }])("rejects %j", async (target) => {
    await expect(deliver(target as never, event)).rejects.toThrow(/^target must be a URL, a receiver/);
  });
});

test("what is served for a delivery is served no longer", async () => {
  const hosts: string[] = [];
  const listener = ({ headers }: IncomingMessage, response: ServerResponse): void => {
    hosts.push(headers.host ?? "");
    response.end();
  };
  await deliver(listener, event);
  expect(await deliver(`http://${hosts[0]}/`, event)).toMatchObject({ status: 0 });
});

test("a host that is served by somebody else is a URL", async () => {
  const host = await listen(createAdaptorServer({ fetch: toFetchHandler(receiver) }) as never);
  expect(await deliver(`http://127.0.0.1:${host.port}/`, event, { secret })).toMatchObject({ status: 200 });
  await host.close();
});
