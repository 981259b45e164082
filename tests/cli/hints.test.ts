import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { expect, test } from "vitest";
import { answerWith, secret, toJson, urlOf, useProgram } from "./program.js";

const { run, listen, serve } = useProgram();

const receiver = createReceiver({ router: new EventRouter(), secret });
const startReceiver = (): Promise<string> => serve(toNodeHandler(receiver, { path: "/webhooks/cmp" }));

test("a wrong path ends with the address that was perhaps meant", async () => {
  const url = await startReceiver();
  const { code, stdout } = await run(["send", "task_added", "--to", url]);
  expect(stdout).toContain(`404: nothing answers at /. Did you mean ${url}webhooks/cmp?`);
  expect(code).toBe(1);
});

/** The options, the environment, and the hint. */
const secrets: readonly (readonly [string[], string, string])[] = [
  [["--secret", "not-ours"], secret, "401: the secret of --secret is not the one that the receiver expects."],
  [[], "not-ours", "401: the secret in CMP_WEBHOOK_SECRET is not the one that the receiver expects."],
  [[], "", "401: no secret was sent. Set CMP_WEBHOOK_SECRET"],
];

test.each(secrets)("a wrong secret (%j, %j) ends with whose it was", async (options, variable, hint) => {
  const url = `${await startReceiver()}webhooks/cmp`;
  const args = ["send", "task_added", "--to", url, ...options];
  const { code, stdout } = await run(args, { CMP_WEBHOOK_SECRET: variable });
  expect(stdout).toContain(hint);
  expect(stdout).not.toContain("not-ours");
  expect(code).toBe(1);
});

/** An answer, and the hint. */
const others: readonly (readonly [number, string, string])[] = [
  [
    401,
    '{"code":"secret_missing"}',
    "was sent and did not arrive. A proxy removes the header callback-secret.",
  ],
  [401, '{"code":"organization_unknown"}', "no secret for the organization"],
  [401, "<html>", "401: the answer is not from this package. A proxy asks for a login"],
  [302, "", "redirects, and CMP follows no redirect"],
  [405, "", "405: / does not accept POST"],
  [413, "<html>", "has a limit that is too low"],
  [500, '{"code":"handler_failed"}', "500: the log of the receiver has the reason."],
];

test.each(others)("%i %s has a hint too", async (status, body, hint) => {
  const url = await serve(answerWith(status, body));
  expect((await run(["send", "task_added", "--to", url])).stdout).toContain(hint);
});

test("no hint where all is well, and none in JSON", async () => {
  const good = await run(["send", "task_added", "--to", await serve(answerWith(200))]);
  expect(good.stdout.trim().split("\n").at(-1)).toBe("1 delivery, 1 acknowledged");
  const bad = await run(["send", "task_added", "--json", "--to", await serve(answerWith(404))]);
  expect(toJson(bad.stdout)).toHaveLength(2);
});

test.each([401, 404])("soak stops when the first 20 answers are all %i, with the hint", async (status) => {
  let requests = 0;
  const to = await serve((request, response) => {
    requests++;
    answerWith(status)(request, response);
  });
  const { code, stdout } = await run(["soak", "--to", to, "--concurrency", "1"]);
  expect(stdout).toMatch(new RegExp(`the first 20 answers were all refusals\\. ${status}: `));
  expect(stdout).toMatch(new RegExp(`^ {2}${status} +20 +not acknowledged$`, "m"));
  expect(requests).toBeLessThan(25);
  expect(code).toBe(1);
});

test("soak continues when one of the first 20 answers is another", async () => {
  let requests = 0;
  const to = await serve((request, response) => {
    requests++;
    answerWith(requests < 20 ? 401 : 200)(request, response);
  });
  const { stdout } = await run([
    "soak",
    "--to",
    to,
    "--concurrency",
    "1",
    "--rate",
    "400",
    "--duration",
    "0.1",
  ]);
  expect(stdout).not.toContain("Stopped");
  expect(requests).toBeGreaterThan(20);
});

test("listen has a port of its own, which send knows", async () => {
  const help = `${(await run(["listen", "--help"])).stdout}${(await run(["send", "--help"])).stdout}`;
  const ports = help.match(/(?<=^ +--(port|to) .*default: (http:\/\/127\.0\.0\.1:)?)\d{4,}/gm) ?? [];
  expect(ports).toHaveLength(2);
  expect(new Set(ports).size).toBe(1);
  expect(ports).not.toContain("3000");
});

const task = (name: string): string => JSON.stringify({ event_name: name, data: { task: { id: "t-1" } } });

test("--body shows the body, indented, and without the secret", async () => {
  const listening = listen(["--port", "0", "--body"]);
  const to = await urlOf(listening);
  const headers = { "callback-secret": secret };
  await fetch(to, {
    method: "POST",
    headers,
    body: `{"event_name":"task_removed","data":{"note":"${secret}"}}`,
  });
  await fetch(to, { method: "POST", headers, body: "no\u001b[2J json" });
  const { stdout } = await listening.end("SIGINT");
  expect(stdout).toContain('\n    {\n      "event_name": "task_removed",\n');
  expect(stdout).toContain('"note": "[secret]"');
  expect(stdout).toContain("\n    no\\u001b[2J json\n");
});

test("--body --json holds the body", async () => {
  const listening = listen(["--port", "0", "--body", "--json"]);
  const to = await urlOf(listening);
  await fetch(to, { method: "POST", headers: { "callback-secret": secret }, body: task("task_removed") });
  const [, delivery] = toJson((await listening.end("SIGINT")).stdout);
  expect(delivery?.["body"]).toEqual(JSON.parse(task("task_removed")));
});

test("--events shows these alone, and counts and acknowledges all; what is no event is shown", async () => {
  const listening = listen(["--port", "0", "--events", "task_removed,task_added"]);
  const to = await urlOf(listening);
  const names = ["task_removed", "task_added", "task_metadata_modified", "task_adopted"];
  for (const name of names) {
    await fetch(to, { method: "POST", headers: { "callback-secret": secret }, body: task(name) });
  }
  await fetch(to);
  const { stdout } = await listening.end("SIGINT");
  expect(stdout).toMatch(/ {2}task_removed {2}200[\s\S]* {2}task_added {2}200/);
  expect(stdout).not.toMatch(/task_metadata|task_adopted/);
  expect(stdout).toContain("GET /  405 method_not_allowed");
  expect(stdout).toContain("5 deliveries: 4 acknowledged");
});

test("--events names the nearest of a misspelt name", async () => {
  const { code, stderr } = await run(["listen", "--events", "task_aded"]);
  expect(stderr).toContain("Did you mean task_added?");
  expect(code).toBe(2);
});

test("no answer leads to doctor, and the reason is one line", async () => {
  const url = (await serve(answerWith(200))).replace("http:", "https:");
  const sent = await run(["send", "task_added", "--to", url]);
  expect(sent.stdout).toContain(`No answer: cmp-webhooks doctor ${url} finds out why.`);
  expect(sent.stdout).not.toContain("u000a");
  const { code, stdout } = await run(["doctor", url]);
  expect(stdout).toContain("the server speaks no https at this port");
  expect(code).toBe(1);
});

test("a secret may begin with a dash", async () => {
  const to = await serve(({ headers }, response) => response.end(String(headers["callback-secret"])));
  const { stdout } = await run(["send", "task_added", "--to", to, "--secret=--ours", "--json"]);
  expect(toJson(stdout)).toMatchObject([{ answer: "[secret]" }, {}]);
});

test.each(["ann:hush@localhost", "http//ann:hush@localhost/", "ftp://ann:hush@localhost/"])(
  "a password in what is no URL is not repeated: %s",
  async (url) => {
    for (const args of [
      ["send", "task_added", "--to", url],
      ["doctor", url],
      ["listen", "--forward", url],
    ]) {
      const { code, stderr } = await run(args);
      expect(stderr).toContain("must be an http or https URL without a name and password in it");
      expect(stderr).not.toContain("hush");
      expect(code).toBe(2);
    }
  },
);
