import { createServer } from "node:http";
import express, { type Express, type RequestHandler } from "express";
import express4 from "express4";
import { toExpressHandler } from "optimizely-cmp-webhooks/express";
import { describe, expect, test } from "vitest";
import { type Seen, type Sent, send } from "../support/client.js";
import { listen } from "../support/hosts.js";
import { record, taskAdded } from "../support/recorder.js";

/** Reads the body and keeps nothing of it. */
const drain: RequestHandler = (request, _response, next) => {
  request.resume().on("end", () => next());
};

/** Reads the body and keeps the bytes where Google's functions framework does. */
const keepRawBody: RequestHandler = (request, _response, next) => {
  const chunks: Uint8Array[] = [];
  request.on("data", (chunk: Uint8Array) => chunks.push(chunk));
  request.on("end", () => {
    Object.assign(request, { rawBody: Buffer.concat(chunks), body: { event_name: "of something else" } });
    next();
  });
};

/** Takes the first bytes and leaves the rest. */
const sip: RequestHandler = (request, _response, next) => {
  request.once("data", () => {
    request.pause();
    next();
  });
};

const claimBody: RequestHandler = (request, _response, next) => {
  request.body = {};
  next();
};

const handled = { status: 200, code: "handled", runs: 1 };
const consumed = { status: 500, code: "body_consumed", runs: 0 };

const expresses: readonly (readonly [string, () => Express])[] = [
  ["Express 5", express],
  ["Express 4", express4 as never],
];

describe.each(expresses)("%s", (_name, make) => {
  async function deliver(
    before: readonly RequestHandler[],
    sent: Sent,
  ): Promise<Seen & { runs: number; announced: unknown }> {
    const { receiver, handled, announced } = record();
    const app = make();
    for (const middleware of before) app.use(middleware);
    app.use("/webhooks", toExpressHandler(receiver));
    const host = await listen(createServer(app));
    try {
      const seen = await send(host.port, { path: "/webhooks", ...sent }, { agent: false });
      return { ...seen, runs: handled.length, announced };
    } finally {
      await host.close();
    }
  }

  test.each([
    ["no parser", [], {}, handled],
    ["express.json()", [express.json()], {}, handled],
    ["express.json() twice", [express.json(), express.json()], {}, handled],
    ["express.text() for every type", [express.text({ type: "*/*" })], {}, handled],
    ["express.raw() for every type", [express.raw({ type: "*/*" })], {}, handled],
    ["express.urlencoded(), which leaves JSON alone", [express.urlencoded({ extended: true })], {}, handled],
    [
      "the parsers of Express 4, all of them",
      [express4.json(), express4.text(), express4.raw()],
      {},
      handled,
    ],
    ["somebody who sets a body without reading", [claimBody], {}, handled],
    ["somebody who keeps rawBody", [keepRawBody], {}, handled],
    ["somebody who drains the body", [drain], {}, consumed],
    ["somebody who drains the body and leaves {}", [claimBody, drain], {}, consumed],
    ["somebody who sips at the body", [sip], { body: taskAdded.padEnd(400_000) }, consumed],
    [
      "express.json() with {} in the body",
      [express.json()],
      { body: "{}" },
      { status: 400, code: "malformed_envelope", runs: 0 },
    ],
    [
      "express.json() with {} in the body, of no length said",
      [express.json()],
      { chunks: ["{", "}"] },
      consumed,
    ],
    [
      "express.json() with a list in the body",
      [express.json()],
      { body: "[            ]" },
      { status: 400, code: "malformed_envelope", runs: 0 },
    ],
    [
      "express.json(), with a member that a stream has as well",
      [express.json()],
      { body: taskAdded.replace('"data":{', '"getReader":1,"on":2,"data":{') },
      handled,
    ],
    [
      "express.json() with no body",
      [express.json()],
      { body: "" },
      { status: 400, code: "malformed_json", runs: 0 },
    ],
    [
      "express.json() that takes null",
      [express.json({ strict: false })],
      { body: "null" },
      { status: 400, code: "malformed_envelope", runs: 0 },
    ],
    [
      "express.json() and a wrong secret",
      [express.json()],
      { headers: { "callback-secret": "guess" } },
      { status: 401, code: "secret_mismatch", runs: 0 },
    ],
  ])("after %s", async (_title, before, sent, { status, code, runs }) => {
    const seen = await deliver(before, "chunks" in sent ? sent : { body: taskAdded, ...sent });

    expect(seen).toMatchObject({ status, body: JSON.stringify({ code }), runs });
  });

  test("express.json() may stand behind the receiver", async () => {
    const { receiver, handled: events } = record();
    const app = make();
    app.post("/webhooks", toExpressHandler(receiver));
    app.use(express.json());
    app.post("/echo", (request, response) => void response.json(request.body));
    const host = await listen(createServer(app));
    try {
      const delivered = await send(host.port, { path: "/webhooks", body: taskAdded }, { agent: false });
      const echoed = await send(host.port, { path: "/echo", body: '{"a":1}' }, { agent: false });

      expect([delivered.status, echoed.body, events.length]).toEqual([200, '{"a":1}', 1]);
    } finally {
      await host.close();
    }
  });

  test("the fix for a consumed body is announced", async () => {
    const { receiver } = record();
    const messages: string[] = [];
    receiver.addEventListener("failed", ({ detail }) => void messages.push(detail.error.message));
    const host = await listen(createServer(make().use(drain).use(toExpressHandler(receiver))));
    try {
      await send(host.port, { body: taskAdded }, { agent: false });

      expect(messages).toEqual([expect.stringContaining("Mount the receiver ahead of")]);
    } finally {
      await host.close();
    }
  });
});
