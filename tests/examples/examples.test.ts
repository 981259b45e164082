import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixtures } from "../fixtures/events.js";
import { open, send } from "../support/client.js";

const examples = ["node/server.ts", "express/server.ts", "fastify/server.ts", "fetch/node.ts"];
const secret = "the-secret-of-the-examples";
const path = "/webhooks/cmp";
const body = JSON.stringify(fixtures.task_added);
const line = `Task ${fixtures.task_added.data.task.id} was added`;

/** An example at work, and what it has logged so far. */
interface Running {
  readonly child: ChildProcess;
  readonly port: number;
  readonly lines: readonly string[];
}

const children: ChildProcess[] = [];

afterAll(() => {
  // Does nothing to those that have ended.
  for (const child of children) child.kill("SIGKILL");
});

describe.each(examples)("examples/%s", (file) => {
  let example: Running;

  beforeAll(async () => {
    example = await start(file, { CMP_WEBHOOK_SECRET: secret });
  });

  test.each([
    { title: "with the secret", given: secret, status: 200, code: "handled" },
    { title: "without a secret", given: undefined, status: 401, code: "secret_missing" },
    { title: "with a wrong secret", given: "guess", status: 401, code: "secret_mismatch" },
  ])("a delivery $title is answered with $status", async ({ given, status, code }) => {
    const headers = { "callback-secret": given };
    const seen = await send(example.port, { path, body, headers }, { agent: false });
    expect(seen).toMatchObject({ status, body: JSON.stringify({ code }) });
  });

  test("another path is answered with 404", async () => {
    expect((await send(example.port, { path: "/", body }, { agent: false })).status).toBe(404);
  });

  test("told to stop, it answers the delivery in flight, closes what is silent, and ends with exit code 0", async () => {
    const { child, port, lines } = example;
    const silent = connect({ port, host: "127.0.0.1" }).on("error", () => {});
    silent.write("POST / HTTP/1.1\r\nhost: x\r\n");
    const headers = {
      "callback-secret": secret,
      "content-length": String(Buffer.byteLength(body)),
      // The server answers this when it has the headers, so that it is known to be at work.
      expect: "100-continue",
    };
    const request = open(port, { path, headers }, { agent: false });
    const answer = once(request, "response");
    request.flushHeaders();
    await once(request, "continue");

    const stopped = stop(child);
    request.end(body);

    const [response] = await answer;
    expect(response.statusCode).toBe(200);
    response.resume();
    expect(await stopped).toBe(0);
    expect(lines.filter((logged) => logged === line)).toHaveLength(2);
    expect(lines.filter((logged) => logged.startsWith("Rejected: secret_"))).toHaveLength(2);
  });
});

test("an example does not start without a secret", async () => {
  const started = start("node/server.ts", { CMP_WEBHOOK_SECRET: undefined });
  await expect(started).rejects.toThrow(/secret must be a string/);
});

/** Starts an example as a user would, and waits until it listens. */
async function start(file: string, env: NodeJS.ProcessEnv): Promise<Running> {
  const child = spawn(process.execPath, ["--import", "tsx", `examples/${file}`], {
    env: { ...process.env, PORT: "0", NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const lines: string[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    const keep = (logged: string): void => {
      lines.push(logged);
      const found = /listening on http:\/\/localhost:(\d+)/.exec(logged)?.[1];
      if (found !== undefined) resolve(Number(found));
    };
    createInterface(child.stdout).on("line", keep);
    createInterface(child.stderr).on("line", keep);
    child.on("close", () => reject(new Error(`It ended before it listened:\n${lines.join("\n")}`)));
  });
  return { child, port, lines };
}

/** Asks an example to stop, and tells its exit code. */
async function stop(child: ChildProcess): Promise<number | null> {
  const closed = once(child, "close");
  child.kill("SIGTERM");
  const [code] = await closed;
  return code;
}
