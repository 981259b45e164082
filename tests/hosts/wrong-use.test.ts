import express from "express";
import fastify from "fastify";
import fastify4 from "fastify4";
import { EventRouter } from "optimizely-cmp-webhooks";
import { toExpressHandler } from "optimizely-cmp-webhooks/express";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { describe, expect, test } from "vitest";
import { record } from "../support/recorder.js";

/** What turns a receiver into something of the host; a new adapter is a new row. */
const adapters: readonly (readonly [string, (receiver: never) => unknown])[] = [
  ["toNodeHandler", toNodeHandler],
  ["toExpressHandler", toExpressHandler],
  ["toFastifyPlugin", toFastifyPlugin],
  ["toFetchHandler", toFetchHandler],
];

const noReceivers: readonly (readonly [string, unknown, string])[] = [
  ["nothing", undefined, "received undefined"],
  ["null", null, "received null"],
  ["a promise", Promise.resolve(record().receiver), "received a promise. Await it first"],
  ["a router", new EventRouter(), "received an object. Pass createReceiver({ router, secret })"],
  ["an object without receive", { receive: 5 }, "received an object"],
  ["a function", () => record().receiver, "received a function"],
  ["a string", "receiver", 'received "receiver"'],
  ["an app of Express", express(), "received a function"],
];

describe.each(adapters)("%s", (_name, adapt) => {
  test.each(noReceivers)("given %s instead of a receiver, throws at start", (_title, value, told) => {
    const call = () => adapt(value as never);

    expect(call).toThrow(new TypeError(`receiver must be what createReceiver returns, ${told}`));
  });

  test("given a receiver of one's own, does not throw", () => {
    expect(adapt({ receive: async () => ({ status: 200, headers: {}, body: "" }) } as never)).toBeTypeOf(
      "function",
    );
  });
});

const badOptions: readonly (readonly [unknown, string])[] = [
  [{ paht: "/a" }, 'options of toNodeHandler must be of path, received "paht"'],
  [{ path: "/a", constructor: 1 }, 'options of toNodeHandler must be of path, received "constructor"'],
  [null, "options of toNodeHandler must be an object, received null"],
  ["/webhooks", 'options of toNodeHandler must be an object, received "/webhooks"'],
  [[], "options of toNodeHandler must be an object, received an array"],
  [{ path: 5 }, "path must be a string that begins with a slash, received 5"],
  [{ path: null }, "path must be a string that begins with a slash, received null"],
  [{ path: ["/a"] }, "path must be a string that begins with a slash, received an array"],
  [{ path: "" }, 'path must be a string that begins with a slash, received ""'],
  [{ path: "webhooks" }, 'path must be a string that begins with a slash, received "webhooks"'],
];

/** Paths that no request can have, since clients encode them. */
const unreachable: readonly (readonly [string, string])[] = [
  ["/ä", "/%C3%A4"],
  ["/a b", "/a%20b"],
  ["/a?tenant=7", "/a"],
  ["/a#b", "/a"],
  ["/a/../b", "/b"],
  ["/a\\b", "/a/b"],
  ["/a\n", "/a"],
];

describe("toNodeHandler", () => {
  test.each(badOptions)("given the options %j, throws at start", (options, told) => {
    const call = () => toNodeHandler(record().receiver, options as never);

    expect(call).toThrow(TypeError);
    expect(call).toThrow(told);
  });

  test.each(unreachable)("given the path %j, throws at start and names %s", (path, encoded) => {
    const call = () => toNodeHandler(record().receiver, { path });

    expect(call).toThrow(TypeError);
    expect(call).toThrow(
      `path must be as it is in a request, received ${JSON.stringify(path)}. Write "${encoded}"`,
    );
  });

  test.each([undefined, "/", "/a", "/%C3%A4", "/a%20b", "//a", "/a/", "/~a-b_c.d", "/a;b=1,2", "/a:b@c"])(
    "takes the path %j",
    (path) => {
      expect(toNodeHandler(record().receiver, { path })).toBeTypeOf("function");
    },
  );
});

describe.each([
  ["Fastify 5", fastify],
  ["Fastify 4", fastify4 as never as typeof fastify],
])("%s", (_name, make) => {
  test.each([
    [
      { paht: "/a" },
      'options of toFastifyPlugin must be of path, prefix, logLevel, logSerializers, received "paht"',
    ],
    [{ path: 5 }, "path must be a string that begins with a slash, received 5"],
    [{ path: ["/a"] }, "path must be a string that begins with a slash, received an array"],
    [{ path: "webhooks" }, 'path must be a string that begins with a slash, received "webhooks"'],
  ])("given the options %j, does not start", async (options, told) => {
    const app = make();
    const started = (async () =>
      app.register(toFastifyPlugin(record().receiver), options as never).ready())();

    await expect(started).rejects.toThrow(told);
    await expect(started).rejects.toBeInstanceOf(TypeError);
    await app.close();
  });

  test("what Fastify itself takes of every plugin is no wrong option", async () => {
    const app = make();
    app.register(toFastifyPlugin(record().receiver), {
      path: "",
      prefix: "/webhooks",
      logLevel: "warn",
      logSerializers: {},
    });

    await app.ready();
    expect(app.hasRoute({ method: "POST", url: "/webhooks" })).toBe(true);
    await app.close();
  });
});
