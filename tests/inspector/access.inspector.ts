import { readFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, inject, test } from "vitest";
import { secret } from "../cli/program.js";
import { readPacked } from "../support/packed.js";
import { post, useInspector } from "./kit.js";

const inspector = useInspector();

const routes = [
  ["GET", "/"],
  ["GET", "/page.js"],
  ["GET", "/feed"],
  ["GET", "/delivery?id=1"],
  ["GET", "/copy?id=1&kind=test"],
  ["GET", "/event?name=task_added"],
  ["GET", "/search"],
  ["GET", "/export"],
  ["POST", "/import"],
  ["POST", "/check"],
  ["POST", "/send"],
] as const;

/** @param search `?token=...` */
function withToken(url: string, search: string): string {
  return url.includes("?") ? url + search.replace("?", "&") : url + search;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly policy: string;
}

function ask(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>> = {},
  body = "",
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers, agent: false }, (response) => {
      let text = "";
      const policy = String(response.headers["content-security-policy"]);
      const done = (): void => resolve({ status: response.statusCode ?? 0, body: text, policy });
      // The feed has no end.
      if (response.headers["content-type"]?.includes("event-stream")) {
        done();
        return asked.destroy();
      }
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", done);
    });
    asked.on("error", reject).end(body);
  });
}

test("without the token, from another origin or under another name, every route answers 403", async () => {
  const { inspectorUrl, listenUrl } = await inspector.start();
  await post(listenUrl, "{}");
  const { origin, host, search } = new URL(inspectorUrl);
  const refused = async (method: string, url: string, headers?: Readonly<Record<string, string>>) =>
    (await ask(url, method, headers)).status;
  for (const [method, path] of routes) {
    const good = withToken(origin + path, search);
    expect(await refused(method, origin + path), path).toBe(403);
    expect(await refused(method, withToken(origin + path, `?token=${"x".repeat(24)}`)), path).toBe(403);
    expect(await refused(method, good, { origin: "https://evil.example" }), path).toBe(403);
    expect(await refused(method, good, { origin: "null" }), path).toBe(403);
    expect(await refused(method, good, { host: `evil.example:${new URL(origin).port}` }), path).toBe(403);
    expect(await refused(method, good, { host: "127.0.0.1:1" }), path).toBe(403);
    expect((await ask(good, method, { origin })).status, path).not.toBe(403);
    expect((await ask(good, method, { host })).status, path).not.toBe(403);
  }
});

test("every answer forbids inline code, foreign code and frames, a refusal too", async () => {
  const { inspectorUrl } = await inspector.start();
  for (const url of [inspectorUrl, new URL(inspectorUrl).origin]) {
    const { policy } = await ask(url, "GET");
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  }
});

test("it listens at 127.0.0.1 and nowhere else", async () => {
  const { inspectorUrl } = await inspector.start(["--host", "0.0.0.0"]);
  const { hostname, port } = new URL(inspectorUrl);
  expect(hostname).toBe("127.0.0.1");
  const others = Object.values(networkInterfaces())
    .flat()
    .flatMap((address) =>
      address && !address.internal && address.family === "IPv4" ? [address.address] : [],
    );
  for (const other of [...others, "127.0.0.2"]) {
    const code = await new Promise((resolve) => {
      const socket = connect(Number(port), other, () => resolve("connected"));
      socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    expect(code, other).toBe("ECONNREFUSED");
  }
});

test.each([
  "https://example.com/",
  "http://localhost.example.com/",
  "http://127.0.0.1.example.com/",
  "http://localhost@example.com/",
  "http://10.0.0.1/",
  "file:///etc/passwd",
  "not a url",
])("the secret is not sent to %s", async (target) => {
  const { inspectorUrl } = await inspector.start();
  const { origin, search } = new URL(inspectorUrl);
  const { body } = await ask(`${origin}/send${search}`, "POST", {}, JSON.stringify({ target, body: "{}" }));
  expect(body).toMatch(/^The target must be an http address of this machine/);
});

test("the secret is in nothing that the server says", async () => {
  const { inspectorUrl, listenUrl } = await inspector.start();
  const { origin, search } = new URL(inspectorUrl);
  await post(listenUrl, '{"event_name":"task_added","data":{}}');
  for (const [method, path] of routes) {
    if (path === "/feed") continue;
    expect((await ask(withToken(origin + path, search), method)).body, path).not.toContain(secret);
  }
});

test("a port that is in use is one line on stderr, which names the option", async () => {
  const { inspectorUrl } = await inspector.start();
  const { port } = new URL(inspectorUrl);
  const { code, stderr } = await inspector.run(["listen", "--port", "0", "--ui", "--ui-port", port]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^cmp-webhooks: Port \d+ of 127\.0\.0\.1 is in use.*--ui-port.*\n$/);
  expect((await inspector.run(["listen", "--ui-port", "1"])).stderr).toBe(
    "cmp-webhooks: --ui-port needs --ui\n",
  );
});

test("the page is one file of at most 60 kB after gzip, and asks nobody else", () => {
  const { folder, files } = readPacked(inject("packed"));
  const page = readFileSync(join(folder, "dist/inspector/page.js"));
  expect(gzipSync(page).length).toBeLessThanOrEqual(60_000);
  expect(files.filter((file) => file.startsWith("dist/inspector/"))).toEqual(["dist/inspector/page.js"]);
  expect(page.toString()).not.toMatch(/\beval\(|new Function|from"https?:/);
});
