import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { eventNames } from "optimizely-cmp-webhooks";
import { expect, test } from "vitest";
import { answerWith, secret, toJson, urlOf, useProgram } from "./program.js";

const { run, start, listen, file, serve } = useProgram();

const taskRemoved = { event_name: "task_removed", data: { task: { id: "t-1" } } };

test("of every event one is sent, shown as known, acknowledged, saved, replayed and checked", async () => {
  const save = file("all.ndjson");
  const listening = start(["listen", "--port", "0", "--save", save]);
  const to = await urlOf(listening);
  const sent = await run(["send", "--all", "--to", to]);
  expect(sent).toMatchObject({ code: 0, stderr: "" });
  expect(sent.stdout).toContain("43 deliveries, 43 acknowledged");
  expect(await run(["send", "--from", save, "task_added", "--to", to])).toMatchObject({ code: 0 });
  const { code, stdout, stderr } = await listening.end("SIGINT");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.match(/known, as its type says/g)).toHaveLength(44);
  expect(stdout).toContain("44 deliveries: 44 acknowledged, 44 known and as their types say, 44 saved to");
  for (const name of eventNames) expect(stdout).toContain(`  ${name}  200  `);
  expect(stdout + readFileSync(save, "utf8")).not.toContain(secret);
  expect(await run(["check", save])).toMatchObject({ code: 0, stderr: "" });
});

test("what was saved is replayed with the headers that came, and the body as CMP writes it", async () => {
  const headers = { "organization-id": "org-7", "x-cmp-new": "1", host: "example.com", connection: "close" };
  const save = file("headers.ndjson");
  writeFileSync(save, `${JSON.stringify({ headers, body: taskRemoved })}\n`);
  const got: { headers: unknown; body: string }[] = [];
  const url = await serve((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      got.push({ headers: request.headers, body });
      response.end();
    });
  });
  expect(await run(["send", "--from", save, "--to", url])).toMatchObject({ code: 0 });
  const expected = { "organization-id": "org-7", "x-cmp-new": "1", "callback-secret": secret };
  expect(got).toMatchObject([
    { body: '{"event_name": "task_removed", "data": {"task": {"id": "t-1"}}}', headers: expected },
  ]);
  expect(got[0]?.headers).toMatchObject({ host: new URL(url).host });
});

test("--set changes an id and the links to it, text stays text, and := takes JSON", async () => {
  const listening = listen(["--port", "0", "--json"]);
  const to = await urlOf(listening);
  const sets = ["data.task.id=42", "data.task.rank=7", 'data.task.tags:=["a"]'];
  await run(["send", "task_added", ...sets.flatMap((set) => ["--set", set]), "--to", to]);
  const [, delivery] = toJson((await listening.end("SIGTERM")).stdout);
  expect(delivery).toMatchObject({
    event_name: "task_added",
    status: 200,
    as_typed: true,
    ids: { task: "42" },
    links: { "task.self": "https://api.cmp.optimizely.com/v3/tasks/42" },
    unknown_fields: [
      { path: "data.task.rank", kind: "number" },
      { path: "data.task.tags", kind: "array" },
    ],
  });
});

test("a mismatch, an unknown field and an unknown event are shown", async () => {
  const listening = listen(["--port", "0"]);
  const to = await urlOf(listening);
  await run(["send", "task_added", "--set", "data.task.id:=42", "--set", "data.more=1", "--to", to]);
  await run(["send", "task_added", "--set", "event_name=task_adopted", "--to", to]);
  const { stdout } = await listening.end("SIGINT");
  expect(stdout).toContain("task_added  200  1 mismatch, 1 unknown field");
  expect(stdout).toContain("data.task.id: string expected, number received");
  expect(stdout).toContain("data.more (number)");
  expect(stdout).toContain("task_adopted  202  unknown event");
  expect(stdout).toContain("does not know the event. Did you mean task_added?");
});

test("whoever does not know the secret is refused, shown, and not saved", async () => {
  const save = file("refused.ndjson");
  const listening = listen(["--port", "0", "--save", save, "--path", "/hook"]);
  const to = await urlOf(listening);
  expect(await run(["send", "task_added", "--secret", "wrong", "--to", to])).toMatchObject({ code: 1 });
  expect((await fetch(to)).status).toBe(405);
  expect((await fetch(new URL("/else", to), { method: "POST" })).status).toBe(404);
  const { stdout } = await listening.end("SIGINT");
  expect(stdout).toContain("POST /hook  401 secret_mismatch");
  expect(stdout).toContain("GET /hook  405 method_not_allowed");
  expect(stdout).toContain("POST /else  404 not_found");
  expect(stdout).toContain("3 deliveries: 0 acknowledged");
  expect(readFileSync(save, "utf8")).toBe("");
});

test("a body that is no JSON is refused and saved as it came, behind a line that was cut off", async () => {
  const save = file("odd.ndjson");
  writeFileSync(save, '{"event_na');
  const listening = listen(["--port", "0", "--save", save]);
  const to = await urlOf(listening);
  const headers = { "callback-secret": secret, "x-copy": `it is ${secret}` };
  const response = await fetch(to, { method: "POST", body: "{oops", headers });
  expect(await response.json()).toEqual({ code: "malformed_json" });
  await listening.end("SIGINT");
  const [, line = ""] = readFileSync(save, "utf8").split("\n");
  expect(JSON.parse(line)).toMatchObject({ body: "{oops" });
  expect(line).not.toMatch(/callback-secret|x-copy/);
});

test("a delivery is passed on with the secret, and CMP gets the answer of the URL", async () => {
  const secrets: unknown[] = [];
  const forward = await serve((request, response) => {
    secrets.push(request.headers["callback-secret"]);
    answerWith(secrets.length === 1 ? 202 : 503, secret)(request, response);
  });
  const listening = listen(["--port", "0", "--forward", forward]);
  const to = await urlOf(listening);
  const sent = await run(["send", "task_added", "task_removed", "--to", to]);
  expect(sent.stdout).toMatch(
    /task_added .*202 {2}acknowledged[\s\S]*task_removed .*503 {2}not acknowledged/,
  );
  const { stdout } = await listening.end("SIGINT");
  expect(secrets).toEqual([secret, secret]);
  expect(stdout).toMatch(/forward {2}answered 202[\s\S]*forward {2}answered 503 .*CMP would try again/);
  expect(stdout + sent.stdout).not.toContain(secret);
});

test("--no-secret lets every caller in, and passes on what came", async () => {
  const secrets: unknown[] = [];
  const forward = await serve((request, response) => {
    secrets.push(request.headers["callback-secret"]);
    answerWith(200)(request, response);
  });
  const listening = listen(["--port", "0", "--no-secret", "--forward", forward]);
  const to = await urlOf(listening);
  const env = { CMP_WEBHOOK_SECRET: "" };
  expect(await run(["send", "task_added", "--to", to], env)).toMatchObject({ code: 0 });
  expect(await run(["send", "task_added", "--to", to, "--secret", "any"])).toMatchObject({ code: 0 });
  await listening.end("SIGINT");
  expect(secrets).toEqual([undefined, "any"]);
});

test("an answer that repeats the secret is shown without it", async () => {
  const url = await serve(answerWith(500, `You sent ${secret}`));
  for (const json of [[], ["--json"]]) {
    const { stdout } = await run(["send", "task_added", "--to", url, ...json]);
    expect(stdout).toContain("You sent [secret]");
    expect(stdout).not.toContain(secret);
  }
});

test("what a sender sends can do nothing to the terminal", async () => {
  const listening = listen(["--port", "0"]);
  const to = await urlOf(listening);
  const evil = "task_added\u001b[2J\u009b1A\u202e\r";
  const set = (path: string) => ["--set", `${path}:=${JSON.stringify(evil)}`];
  await run(["send", "task_added", ...set("event_name"), ...set("data.task.id"), "--to", to]);
  await run(["send", "task_added", "--set", `data:=${JSON.stringify({ [evil]: 1 })}`, "--to", to]);
  const { stdout } = await listening.end("SIGINT");
  expect(stdout).toContain("\\u001b[2J");
  expect(stdout).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
});

test("--json gives a line for each delivery and one for the end, and nothing else", async () => {
  const listening = listen(["--port", "0", "--json"]);
  const to = await urlOf(listening);
  const sent = await run(["send", "asset_added", "--to", to, "--json"]);
  expect(toJson(sent.stdout)).toMatchObject([
    { type: "delivery", event_name: "asset_added", status: 200, acknowledged: true, error: null },
    { type: "summary", sent: 1, acknowledged: 1, left_out: 0 },
  ]);
  expect(toJson((await listening.end("SIGINT")).stdout)).toMatchObject([
    { type: "listening", url: to },
    { type: "delivery", event_name: "asset_added", known: true, mismatches: [], forwarded: null },
    { type: "summary", deliveries: 1, acknowledged: 1, as_typed: 1, saved: 0 },
  ]);
  expect(existsSync(file("deliveries.ndjson"))).toBe(false);
});
