import { createServer } from "node:http";
import { bodyParser } from "@koa/bodyparser";
import Koa, { type Middleware } from "koa";
import { koaBody } from "koa-body";
import koaBodyparser from "koa-bodyparser";
import type { ReceiverOptions } from "optimizely-cmp-webhooks";
import { toKoaMiddleware } from "optimizely-cmp-webhooks/koa";
import { describe, expect, test } from "vitest";
import { type Seen, type Sent, send } from "../support/client.js";
import { listen } from "../support/hosts.js";
import { record, taskAdded } from "../support/recorder.js";

/** Reads the body and keeps nothing of it. */
const drain: Middleware = async ({ req }, next) => {
  for await (const _chunk of req);
  await next();
};

/** Sets a body without reading one, as old parsers do. */
const placeholder: Middleware = async ({ request }, next) => {
  request.body = {};
  await next();
};

async function deliver(
  before: readonly Middleware[],
  sent: Sent,
  options: Partial<ReceiverOptions> = {},
): Promise<Seen & { runs: number }> {
  const { receiver, handled } = record(options);
  const app = new Koa();
  for (const middleware of before) app.use(middleware);
  const host = await listen(createServer(app.use(toKoaMiddleware(receiver)).callback()));
  try {
    const seen = await send(host.port, "chunks" in sent ? sent : { body: taskAdded, ...sent }, {
      agent: false,
    });
    return { ...seen, runs: handled.length };
  } finally {
    await host.close();
  }
}

const parsers: readonly (readonly [string, readonly Middleware[]])[] = [
  ["no parser", []],
  ["koa-bodyparser", [koaBodyparser()]],
  ["@koa/bodyparser", [bodyParser()]],
  ["koa-body", [koaBody()]],
];

describe.each(parsers)("Koa with %s", (_name, before) => {
  test.each<[string, Sent, number, string, number]>([
    ["a delivery", {}, 200, "handled", 1],
    ["a delivery in chunks", { chunks: [...taskAdded] }, 200, "handled", 1],
    ["a body of 9 KB", { body: taskAdded.padEnd(9_000) }, 200, "handled", 1],
    ["a wrong secret", { headers: { "callback-secret": "guess" } }, 401, "secret_mismatch", 0],
    ["an empty object", { body: "{}" }, 400, "malformed_envelope", 0],
    ["GET", { method: "GET" }, 405, "method_not_allowed", 0],
    ["a type that parsers leave alone", { headers: { "content-type": "text/x-note" } }, 200, "handled", 1],
  ])("%s is answered", async (_title, sent, status, code, runs) => {
    const seen = await deliver(before, sent);

    expect(seen).toMatchObject({ status, body: JSON.stringify({ code }), runs });
    expect(seen.headers["content-type"]).toBe("application/json");
  });
});

describe("Koa", () => {
  test("a body that somebody read and did not keep is consumed", async () => {
    expect(await deliver([drain], {})).toMatchObject({ status: 500, body: '{"code":"body_consumed"}' });
    expect(await deliver([placeholder, drain], {})).toMatchObject({ status: 500, runs: 0 });
  });

  test("a body that nobody read is read although a placeholder is set", async () => {
    expect(await deliver([placeholder], {})).toMatchObject({ status: 200, runs: 1 });
  });

  test("what comes ahead keeps its headers, and cannot add to the response afterwards", async () => {
    let responds: boolean | undefined;
    const around: Middleware = async (context, next) => {
      context.set("x-request-id", "r-1");
      await next();
      responds = context.respond;
      context.body = "a body of its own";
    };
    const headers = { "callback-secret": "guess" };
    const seen = await deliver([around], { body: taskAdded.padEnd(300_000), headers });

    expect(seen).toMatchObject({ status: 401, body: '{"code":"secret_mismatch"}' });
    expect(seen.headers["x-request-id"]).toBe("r-1");
    // The sender has the answer before the middleware is called again.
    await expect.poll(() => responds).toBe(false);
  });

  test("a parser that refuses a body answers itself, and no handler runs", async () => {
    const seen = await deliver([koaBodyparser({ jsonLimit: "1kb" })], { body: taskAdded.padEnd(9_000) });

    expect(seen).toMatchObject({ status: 413, runs: 0 });
  });
});
