import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { createGunzip, gzipSync } from "node:zlib";
import express from "express";
import express4 from "express4";
import fastify, { type FastifyInstance } from "fastify";
import rawBody from "fastify-raw-body";
import fastify4 from "fastify4";
import type { Receiver } from "optimizely-cmp-webhooks";
import { toExpressHandler } from "optimizely-cmp-webhooks/express";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { describe, expect, test } from "vitest";
import { defer } from "../receiver/kit.js";
import { open, type Sent, secret, send } from "../support/client.js";
import { listen } from "../support/hosts.js";
import { record, taskAdded } from "../support/recorder.js";

type Request = IncomingMessage & { body?: unknown; rawBody?: unknown };

/** Somebody ahead of the receiver who does something with the body, and calls `next`. */
type Ahead = (request: Request, next: () => void) => void;

const parsed = JSON.parse(taskAdded);
const handled = '200 {"code":"handled"}';
const consumed = '500 {"code":"body_consumed"}';
const noEvent = '400 {"code":"malformed_envelope"}';

/** Reads along and does not wait for the end; `keep` is called at the end. */
function readAlong(keep: (request: Request, bytes: Buffer) => void): Ahead {
  return (request, next) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => keep(request, Buffer.concat(chunks)));
    next();
  };
}

/** Waits for the end of the body, then leaves `left` on the request. */
function leave(left: (bytes: Buffer) => object): Ahead {
  return (request, next) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      Object.defineProperties(request, Object.getOwnPropertyDescriptors(left(Buffer.concat(chunks))));
      next();
    });
  };
}

/** A getter that parses when it is asked, as on some serverless hosts. */
const throwing = (error: object) => () => ({
  get body() {
    throw Object.assign(new Error("Invalid JSON"), error);
  },
});

interface Row {
  readonly title: string;
  readonly ahead: Ahead;
  readonly sent?: Sent;
  readonly answer: string;
  /** With a secret that is known at once, and a body that nobody has read by then. */
  readonly inTime?: string;
}

const whole: Sent = { body: taskAdded };
const chunked: Sent = { chunks: [taskAdded.slice(0, 9), taskAdded.slice(9)] };
const zipped: Sent = { body: gzipSync(taskAdded), headers: { "content-encoding": "gzip" } };

const along: readonly Row[] = [
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

const before: readonly Row[] = [
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

const rows: readonly Row[] = [
  ...along.map((row) => ({ ...row, title: `reads along and ${row.title}` })),
  ...before.map((row) => ({ ...row, title: `reads and leaves ${row.title}` })),
];

const hosts: readonly (readonly [string, (ahead: Ahead, receiver: Receiver) => Server])[] = [
  [
    "node:http",
    (ahead, receiver) => {
      const handle = toNodeHandler(receiver);
      return createServer((request, response) => ahead(request, () => void handle(request, response)));
    },
  ],
  [
    "Express 5",
    (ahead, receiver) =>
      createServer(
        express().use((request, _response, next) => ahead(request, next), toExpressHandler(receiver)),
      ),
  ],
  [
    "Express 4",
    (ahead, receiver) =>
      createServer(
        express4().use((request, _response, next) => ahead(request, next), toExpressHandler(receiver)),
      ),
  ],
];

/** Finds the secret when the body has had time to be read by somebody else. */
async function findLate(): Promise<string> {
  for (let turns = 0; turns < 20; turns++) await turn();
  return secret;
}

describe.each(hosts)("%s, with somebody ahead who", (_name, serve) => {
  test.each(rows)("$title", async ({ ahead, sent = whole, answer, inTime = answer }) => {
    const { receiver, handled: events } = record({ secret: findLate });
    const early = record();
    const [host, earlyHost] = [
      await listen(serve(ahead, receiver)),
      await listen(serve(ahead, early.receiver)),
    ];
    try {
      const late = await send(host.port, sent, { agent: false });
      const seen = await send(earlyHost.port, sent, { agent: false });

      expect([`${late.status} ${late.body}`, `${seen.status} ${seen.body}`]).toEqual([answer, inTime]);
      expect(events).toEqual(answer === handled ? [parsed] : []);
      expect(early.handled).toEqual(inTime === handled ? [parsed] : []);
    } finally {
      await host.close();
      await earlyHost.close();
    }
  });

  test.each([true, false])("reads along while the rest is on its way, which comes: %s", async (comes) => {
    const asked = defer<undefined>();
    const {
      receiver,
      announced,
      handled: events,
    } = record({
      secret: async () => {
        asked.resolve(undefined);
        return secret;
      },
    });
    const keep = readAlong((request, bytes) => Object.assign(request, { rawBody: bytes }));
    const began = defer<undefined>();
    const ahead: Ahead = (request, next) => {
      keep(request, () => {
        request.once("data", () => {
          began.resolve(undefined);
          next();
        });
      });
    };
    const host = await listen(serve(ahead, receiver));
    try {
      const told = new Promise((resolve) => receiver.addEventListener("answered", resolve));
      const headers = { "content-length": `${Buffer.byteLength(taskAdded)}` };
      const request = open(host.port, { headers }, { agent: false });
      request.on("error", () => {});
      request.write(taskAdded.slice(0, 9));
      await began.promise;
      await asked.promise;
      for (let turns = 0; turns < 20; turns++) await turn();
      if (comes) request.end(taskAdded.slice(9));
      else request.destroy();
      await told;

      expect(announced.map(({ code }) => code)).toContain(comes ? undefined : "body_aborted");
      expect(events).toEqual(comes ? [parsed] : []);
    } finally {
      await host.close();
    }
  });

  test("reads along until the sender closes the connection", async () => {
    const { receiver, announced } = record({ secret: findLate });
    const host = await listen(
      serve(
        readAlong(() => {}),
        receiver,
      ),
    );
    try {
      const rejected = new Promise((resolve) => receiver.addEventListener("rejected", resolve));
      const request = open(host.port, { headers: { "content-length": "500" } }, { agent: false });
      request.on("error", () => {});
      request.write(taskAdded, () => request.destroy());
      await rejected;

      expect(announced).toEqual([{ name: "rejected", code: "body_aborted" }]);
    } finally {
      await host.close();
    }
  });
});

describe.each([
  ["Fastify 5", fastify],
  ["Fastify 4", fastify4 as never as typeof fastify],
])("%s, with a hook ahead that", (_name, make) => {
  async function deliver(
    app: FastifyInstance,
    sent: Sent,
    key: typeof findLate | string,
  ): Promise<{ answer: string; events: unknown[] }> {
    const { receiver, handled: events } = record({ secret: key });
    app.register(toFastifyPlugin(receiver));
    await app.listen({ port: 0, host: "127.0.0.1" });
    try {
      const seen = await send((app.server.address() as AddressInfo).port, sent, { agent: false });
      return { answer: `${seen.status} ${seen.body}`, events };
    } finally {
      app.server.closeAllConnections();
      await app.close();
    }
  }

  test.each([
    ["secret", secret, handled],
    ["findLate", findLate, consumed],
  ])("reads along and keeps nothing, with %s", async (_title, key, answer) => {
    const app = make();
    app.addHook("preParsing", (_request, _reply, payload, done) => {
      payload.on("data", () => {});
      done(null, payload);
    });

    expect((await deliver(app, whole, key)).answer).toBe(answer);
  });

  test.each([secret, findLate])("decodes the body", async (key) => {
    const app = make();
    app.addHook("preParsing", (_request, _reply, payload, done) => done(null, payload.pipe(createGunzip())));

    expect(await deliver(app, zipped, key)).toEqual({ answer: handled, events: [parsed] });
  });

  test.each([secret, findLate])("leaves an encoded body as it is", async (key) => {
    expect((await deliver(make(), zipped, key)).answer).toBe('415 {"code":"unsupported_encoding"}');
  });

  test.each([secret, findLate])("puts a parsed body in place", async (key) => {
    const app = make();
    app.addHook("preValidation", (request, _reply, done) => {
      request.raw.on("end", () => {
        request.body = parsed;
        done();
      });
      request.raw.resume();
    });

    expect(await deliver(app, whole, key)).toEqual({ answer: handled, events: [parsed] });
  });
});

test.each<[string, typeof findLate | string]>([
  ["a secret that is known", secret],
  ["a secret that is found late", findLate],
])("fastify-raw-body ahead takes nothing from the receiver, with %s", async (_title, key) => {
  const { receiver, handled: events } = record({ secret: key });
  const app = fastify();
  await app.register(rawBody);
  app.register(toFastifyPlugin(receiver));
  await app.listen({ port: 0, host: "127.0.0.1" });
  try {
    const seen = await send((app.server.address() as AddressInfo).port, whole, { agent: false });

    expect([seen.status, events]).toEqual([200, [parsed]]);
  } finally {
    app.server.closeAllConnections();
    await app.close();
  }
});
