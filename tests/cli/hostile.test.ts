import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { eventNames } from "optimizely-cmp-webhooks";
import { afterAll, expect, test } from "vitest";
import { answerWith, secret, urlOf, useProgram } from "./program.js";

const { run, runAlone, start, listen, file, serve } = useProgram();

const event = (data: string): string => `{"event_name":"task_added","data":${data}}`;

test.each(["/dev/zero", "-"])("%s without an end is refused", async (name) => {
  const { code, stderr } = await runAlone(["check", name], { input: " ".repeat(65 * 1024 * 1024) });
  expect(stderr).toContain("must be at most 64 MiB. Split it");
  expect(code).toBe(1);
});

test("a file that was saved can be read by its owner alone, an older one too", async () => {
  writeFileSync(file("older.ndjson"), "", { mode: 0o644 });
  for (const name of ["newer.ndjson", "older.ndjson"]) {
    const listening = listen(["--port", "0", "--save", file(name)]);
    await urlOf(listening);
    await listening.end("SIGINT");
    expect((statSync(file(name)).mode & 0o777).toString(8)).toBe("600");
  }
});

/** Headers that proxies, tunnels and clients add. None of them may be in a file, nor be sent elsewhere. */
const credentials = {
  authorization: "Bearer tok-1",
  "proxy-authorization": "Basic tok-2",
  cookie: "session=tok-3",
  "x-goog-iap-jwt-assertion": "tok-4",
  "cf-access-jwt-assertion": "tok-5",
  "x-ngrok-token": "tok-6",
  "x-amzn-oidc-data": "tok-7",
  "x-forwarded-access-token": "tok-8",
  "ocp-apim-subscription-key": "tok-9",
  "x-cmp-session": "tok-10",
  "x-api-key": "tok-11",
};

test("no credential is saved, and the secret not in the body either", async () => {
  const save = file("credentials.ndjson");
  const odd = 'pass"word\\1';
  const listening = listen(["--port", "0", "--save", save, "--secret", odd]);
  const to = await urlOf(listening);
  const headers = { ...credentials, "callback-secret": odd, "organization-id": "org-1" };
  const data = { task: { id: odd, links: { self: "s" }, [odd]: [`it is ${odd}`] } };
  const body = JSON.stringify({ event_name: "task_added", data });
  expect((await fetch(to, { method: "POST", headers, body })).status).toBe(200);
  const broken = await fetch(to, { method: "POST", headers, body: body.slice(0, -1) });
  expect(broken.status).toBe(400);
  await listening.end("SIGINT");
  const saved = readFileSync(save, "utf8");
  expect(saved).not.toMatch(/tok-|word/);
  expect(JSON.parse(saved.split("\n")[0] ?? "")).toMatchObject({
    headers: { "organization-id": "org-1" },
    body: { data: { task: { id: "[secret]" } } },
  });
});

test("without a secret to check, the secret that came is not saved either", async () => {
  const save = file("no-secret.ndjson");
  const listening = listen(["--port", "0", "--save", save, "--no-secret"]);
  const to = await urlOf(listening);
  const body = event('{"task":{"id":"our-own-word"}}');
  await fetch(to, { method: "POST", headers: { "callback-secret": "our-own-word" }, body });
  await listening.end("SIGINT");
  expect(readFileSync(save, "utf8")).not.toContain("our-own-word");
});

test("no recorded credential is sent, and a header that cannot be sent stops nothing", async () => {
  const from = file("recorded.ndjson");
  const headers = { ...credentials, "user-agent": "Welcome-Webhook/1.0" };
  const rows = [
    { headers, body: JSON.parse(event('{"task":{"id":"1"}}')) },
    {
      headers: { "organization-id": "ä→\n", "x-cmp-a\r\nb": "1" },
      body: JSON.parse(event('{"task":{"id":"2"}}')),
    },
    { headers: { "Organization-Id": "org-3" }, body: JSON.parse(event('{"task":{"id":"3"}}')) },
  ];
  writeFileSync(from, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  const got: string[] = [];
  const url = await serve((request, response) => {
    got.push(JSON.stringify(request.headers));
    answerWith(200)(request, response);
  });
  const { code, stdout, stderr } = await run(["send", "--from", from, "--to", url]);
  expect(got).toHaveLength(3);
  expect(got.join()).not.toContain("tok-");
  expect(got[2]).toContain("org-3");
  expect(stdout).toContain("3 deliveries, 3 acknowledged");
  expect(stderr).toMatch(/^cmp-webhooks: \S+:2: its organization-id is left out, since no header[^\n]+\n$/);
  expect(code).toBe(0);
});

/** Answers each connection with the next status line and nothing more, as no honest server does. */
const servers: ReturnType<typeof createServer>[] = [];
async function answerRaw(statuses: readonly string[]): Promise<string> {
  const next = statuses.values();
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end(`HTTP/1.1 ${next.next().value} Odd\r\ncontent-length: 0\r\n\r\n`));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`;
}
afterAll(() => {
  for (const server of servers) server.close();
});

/** The status of the URL of `--forward`, and what the sender gets. */
const statuses: readonly (readonly [string, number])[] = [
  ["099", 502],
  ["000", 502],
  ["101", 502],
  ["600", 502],
  ["999", 502],
  ["201", 201],
  ["204", 204],
  ["304", 304],
  ["418", 418],
  ["599", 599],
];

test("a target of --forward may answer with any status, again and again", async () => {
  const twice = statuses.flatMap((row) => [row, row]);
  const forward = await answerRaw(twice.map(([status]) => status));
  const listening = listen(["--port", "0", "--forward", forward]);
  const to = await urlOf(listening);
  const headers = { "callback-secret": secret };
  for (const [status, expected] of twice) {
    const answer = await fetch(to, { method: "POST", headers, body: event("{}"), redirect: "manual" });
    expect([status, answer.status]).toEqual([status, expected]);
  }
  const { code, stdout, stderr } = await listening.end("SIGINT");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain(`${twice.length} deliveries: 0 acknowledged`);
});

test("a target of send may answer with any status", async () => {
  const to = await answerRaw(statuses.map(([status]) => status));
  const names = eventNames.slice(0, statuses.length);
  const { code, stdout, stderr } = await run(["send", ...names, "--to", to]);
  expect(stdout).toContain(`${names.length} deliveries, 0 acknowledged`);
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
});

test("listen stops at once, although silent and half open connections are there", async () => {
  const listening = start(["listen", "--port", "0"]);
  const { port } = new URL(await urlOf(listening));
  const sockets = ["", "POST / HTTP/1.1\r\nhost: x\r\n"].map((head) => {
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(head));
    return socket.on("error", () => {});
  });
  await Promise.all(sockets.map((socket) => once(socket, "connect")));
  // Not `once`, which rejects when the connection is reset.
  const closed = sockets.map((socket) => new Promise((resolve) => socket.resume().on("close", resolve)));
  const { code, stdout, stderr } = await listening.end("SIGINT");
  await Promise.all(closed);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("0 deliveries");
});
