import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixtures } from "../fixtures/events.js";
import { open, send } from "../support/client.js";
import { isThorough } from "../support/thorough.js";
import { endExamples, type Launched, launch, secret } from "./kit.js";

/** `npm test` starts one; the others, with the same answers, are started in `npm run test:slow`. */
const examples = isThorough
  ? ["node/server.ts", "express/server.ts", "fastify/server.ts", "fetch/node.ts"]
  : ["node/server.ts"];
const path = "/webhooks/cmp";
const body = JSON.stringify(fixtures.task_added);
const line = `Task ${fixtures.task_added.data.task.id} was added`;

/** All of them start at the same time, since each takes a second. */
const launched: Launched[] = [];
let withoutSecret: Promise<Launched>;

beforeAll(async () => {
  withoutSecret = launch("node/server.ts", { CMP_WEBHOOK_SECRET: undefined });
  withoutSecret.catch(() => {});
  launched.push(...(await Promise.all(examples.map((file) => launch(file)))));
});
afterAll(endExamples);

describe.each(examples.map((file, index) => [file, index] as const))("examples/%s", (_, index) => {
  let example: Launched;
  let port: number;

  beforeAll(() => {
    example = launched[index] as Launched;
    port = Number(new URL(example.origin).port);
  });

  test.each([
    { title: "with the secret", given: secret, status: 200, code: "handled" },
    { title: "without a secret", given: undefined, status: 401, code: "secret_missing" },
    { title: "with a wrong secret", given: "guess", status: 401, code: "secret_mismatch" },
  ])("a delivery $title is answered with $status", async ({ given, status, code }) => {
    const headers = { "callback-secret": given };
    const seen = await send(port, { path, body, headers }, { agent: false });
    expect(seen).toMatchObject({ status, body: JSON.stringify({ code }) });
  });

  test("another path is answered with 404", async () => {
    expect((await send(port, { path: "/", body }, { agent: false })).status).toBe(404);
  });

  test("told to stop, it answers the delivery in flight, closes what is silent, and ends with exit code 0", async () => {
    const { lines } = example;
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

    const stopped = example.stop();
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
  await expect(withoutSecret).rejects.toThrow(/secret must be a string/);
});
