import express from "express";
import { toExpressHandler } from "optimizely-cmp-webhooks/express";
import { expect, test } from "vitest";
import { failuresOf, handled, makeReceiver, path, receive } from "./doctor-kit.js";
import { answerWith, refusingUrl, secret, toJson, useProgram } from "./program.js";

const { run, serve } = useProgram();

const at = (url: string): string => new URL(path, url).href;

test("a healthy receiver passes every check, and no handler runs", async () => {
  const url = at(await serve(receive()));
  const { code, stdout, stderr } = await run(["doctor", url]);
  const checks = [
    "https",
    "no secret",
    "GET",
    "wrong secret",
    "right secret",
    "body of 1.5 MB",
    "body of 5 MB",
  ];
  expect(stdout.match(/^ {2}ok {4}\S+/gm)).toHaveLength(checks.length + 2);
  for (const check of checks) expect(stdout).toMatch(new RegExp(`^ {2}ok {4}${check} `, "m"));
  expect(stdout).toMatch(/right secret +400 malformed_envelope/);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(handled).toEqual([]);
});

test("--json is one document", async () => {
  const url = at(await serve(receive()));
  const { stdout } = await run(["doctor", url, "--json", "--secret", "another-one"]);
  expect(toJson(stdout)).toEqual([
    {
      url,
      ok: false,
      checks: expect.arrayContaining([
        expect.objectContaining({ check: "no secret", result: "ok", status: 401, code: "secret_missing" }),
        expect.objectContaining({ check: "right secret", result: "fail", code: "secret_mismatch" }),
      ]),
    },
  ]);
  expect(stdout).not.toContain("another-one");
});

test("without a secret to send, that one check is left out", async () => {
  const url = at(await serve(receive()));
  const { code, stdout } = await run(["doctor", url], { CMP_WEBHOOK_SECRET: "" });
  expect(stdout).toMatch(/^ {2}-- +right secret +not sent: give --secret/m);
  expect(code).toBe(0);
});

/** Something in front of the receiver or in its place, and the words of doctor about it: the finding, then the fix. */
const fronts: readonly (readonly [name: string, start: () => Promise<string>, said: readonly string[]])[] = [
  [
    "a wrong path",
    async () => new URL("/elsewhere", await serve(receive())).href,
    ["404 not_found", "another path"],
  ],
  ["nothing at all", async () => at(await refusingUrl()), ["connection was refused", "Nothing listens"]],
  [
    "a server that knows no such path",
    async () => at(await serve(express())),
    ["404 from an HTML page of Express", `Nothing receives at ${path}`],
  ],
  ["Express's parser ahead", parserAhead, ["body of 1.5 MB", "413 from", "Express's body parser is ahead"]],
  ["a middleware that reads the body", middlewareAhead, ["500 body_consumed", "mount the receiver first"]],
  [
    "a page as Next makes it",
    nextPage,
    ['200 from an HTML page of Next.js ("Our shop")', "Something else answers"],
  ],
  ["a redirect to a slash at the end", slashAtTheEnd, ["308 redirects to http", `register http`, `${path}/`]],
  [
    "a receiver without a secret",
    async () => at(await serve(receive({ secret: null }))),
    ["accepts every caller"],
  ],
  [
    "another secret",
    async () => at(await serve(receive({ secret: "not-ours" }))),
    ["401 secret_mismatch", "is not the one"],
  ],
  [
    "an unknown organization",
    async () => at(await serve(receive({ secret: () => undefined }))),
    ["organization_unknown", "--organization"],
  ],
  [
    "a small limit of the receiver",
    async () => at(await serve(receive({ maxBodyBytes: 1_000 }))),
    ["413 body_too_large", "maxBodyBytes"],
  ],
  [
    "a gateway without a backend",
    async () => at(await serve(answerWith(502))),
    ["502 from", "does not reach the receiver"],
  ],
  ["a login", async () => at(await serve(answerWith(403))), ["403 from", "without one"]],
  [
    "a server that closes the connection",
    async () => at(await serve((request) => request.socket.destroy())),
    ["closed before an answer"],
  ],
];

test.each(fronts)("%s is found", async (_name, start, said) => {
  const ended = await run(["doctor", await start()]);
  const failures = failuresOf(ended);
  for (const text of said) expect(failures).toContain(text);
  expect(ended.stdout).not.toContain(secret);
  expect(ended).toMatchObject({ code: 1, stderr: "" });
  expect(handled).toEqual([]);
});

test("an http address of another machine is refused, and gets no secret", async () => {
  const secrets: unknown[] = [];
  const url = await serve((request, response) => {
    secrets.push(request.headers["callback-secret"]);
    receive()(request, response);
  });
  // Every system resolves it to the loopback address, but only its own resolver knows that.
  const address = at(url).replace("127.0.0.1", "0.0.0.0");
  const ended = await run(["doctor", address]);
  expect(failuresOf(ended)).toContain("the address is http");
  expect(ended.stdout).toContain("not sent over http");
  expect(secrets.length).toBeGreaterThan(0);
  expect(secrets).not.toContain(secret);
});

async function parserAhead(): Promise<string> {
  const app = express().use(express.json()).use(path, toExpressHandler(makeReceiver()));
  return at(await serve(app));
}

async function middlewareAhead(): Promise<string> {
  const app = express();
  app.use((request, _response, next) => void request.resume().on("end", next));
  return at(await serve(app.use(path, toExpressHandler(makeReceiver()))));
}

async function nextPage(): Promise<string> {
  const html =
    '<!DOCTYPE html><html lang="en"><head><meta charSet="utf-8"/><title>Our shop</title></head></html>';
  return at(
    await serve((request, response) => {
      const headers = { "content-type": "text/html; charset=utf-8", "x-powered-by": "Next.js" };
      request.resume().on("end", () => response.writeHead(200, headers).end(html));
    }),
  );
}

async function slashAtTheEnd(): Promise<string> {
  return at(
    await serve((request, response) => {
      request.resume().on("end", () => response.writeHead(308, { location: `${request.url}/` }).end());
    }),
  );
}

test("a GET that the receiver itself refuses is not called another page", async () => {
  const { stdout } = await run(["doctor", new URL("/elsewhere", await serve(receive())).href]);
  expect(stdout).toMatch(/^ {2}ok +GET +404, not_found: it does no harm/m);
});
