import assert from "node:assert/strict";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { type LambdaEvent, type LambdaResult, toLambdaHandler } from "optimizely-cmp-webhooks/lambda";
import { describe, expect, test } from "vitest";
import { secret } from "../support/client.js";
import { record, taskAdded } from "../support/recorder.js";
import { events } from "./lambda-events.js";

const accented = taskAdded.replace("task-31", "tâche-✓-31");
const ok = { statusCode: 200, body: '{"code":"handled"}', isBase64Encoded: false };
const json = "application/json";

describe.each(Object.entries(events))("an event of %s", (name, make) => {
  const headersOf = ({ headers, multiValueHeaders }: LambdaResult): unknown => headers ?? multiValueHeaders;

  test("is handled, and answered in the form of its source", async () => {
    const { receiver, handled } = record();
    const answered = await toLambdaHandler(receiver)(make(taskAdded, { "callback-secret": secret }));

    const isMulti = name === "an ALB with multi-value headers";
    const headers = isMulti
      ? { multiValueHeaders: { "content-type": [json] } }
      : { headers: { "content-type": json } };
    expect(answered).toEqual({ ...ok, ...headers });
    expect(handled).toEqual([JSON.parse(taskAdded)]);
  });

  test("may have its body in base64", async () => {
    const { receiver, handled } = record();
    const body = Buffer.from(accented).toString("base64");
    const event = { ...make(body, { "callback-secret": secret }), isBase64Encoded: true };

    expect(await toLambdaHandler(receiver)(event)).toMatchObject(ok);
    expect(handled).toEqual([JSON.parse(accented)]);
  });

  test.each([
    ["Callback-Secret", secret, 200],
    ["CALLBACK-SECRET", secret, 200],
    ["callback-secret", "guess", 401],
    ["callback-secrets", secret, 401],
  ])("with %s: %s is answered with %3$i", async (header, value, status) => {
    const answered = await toLambdaHandler(record().receiver)(make(taskAdded, { [header]: value }));

    expect(answered.statusCode).toBe(status);
  });

  test("without a body is refused", async () => {
    const { body: _body, ...event } = make("", { "callback-secret": secret });

    expect(await toLambdaHandler(record().receiver)(event)).toMatchObject({
      statusCode: 400,
      body: '{"code":"malformed_json"}',
    });
  });

  test("with another method is told which one it must be", async () => {
    const answered = await toLambdaHandler(record().receiver)(make("", {}, "GET"));

    expect(answered.statusCode).toBe(405);
    expect([headersOf(answered)].flat()[0]).toMatchObject({ allow: expect.anything() });
  });
});

describe("the Lambda handler", () => {
  test.each<[string, unknown, number]>([
    ["a timer's event", { source: "aws.events", "detail-type": "Scheduled Event" }, 405],
    ["null", null, 500],
    [
      "headers that are null",
      { httpMethod: "POST", headers: null, multiValueHeaders: null, body: null },
      401,
    ],
    ["headers of other types", { httpMethod: "POST", headers: { a: 1, "callback-secret": [secret] } }, 401],
    [
      "a header that is sent twice",
      {
        httpMethod: "POST",
        headers: { "callback-secret": secret },
        multiValueHeaders: { "callback-secret": ["guess", secret] },
        body: taskAdded,
      },
      401,
    ],
  ])("answers %s", async (_title, event, status) => {
    const { receiver, handled } = record();

    expect((await toLambdaHandler(receiver)(event as LambdaEvent)).statusCode).toBe(status);
    expect(handled).toEqual([]);
  });

  test.each([
    ["throws", () => assert.fail("ours")],
    ["rejects", () => Promise.reject(new Error("ours"))],
    ["replies nothing", async () => undefined as never],
    ["replies without a status", async () => ({ headers: {}, body: "" }) as never],
  ])("answers 500, and never rejects, for a receiver of one's own that %s", async (_title, receive) => {
    const { "API Gateway 2.0": make } = events;
    const answered = { statusCode: 500, body: '{"code":"internal_error"}' };

    expect(await toLambdaHandler({ receive })(make("", {}))).toMatchObject(answered);
  });

  test("does not decode a body for a caller without the secret", async () => {
    const { "API Gateway 2.0": make } = events;
    const event = { ...make("%%%", { "callback-secret": "guess" }), isBase64Encoded: true };

    expect((await toLambdaHandler(record().receiver)(event)).body).toBe('{"code":"secret_mismatch"}');
  });

  test("awaits handlers with acknowledge before, since Lambda stops with the response", async () => {
    const router = new EventRouter();
    let ended = 0;
    router.on("task_added", async () => {
      await new Promise((resolve) => setImmediate(resolve));
      ended++;
    });
    const receiver = createReceiver({ router, secret, acknowledge: "before" });
    const event = events["API Gateway 2.0"](taskAdded, { "callback-secret": secret });

    expect((await toLambdaHandler(receiver)(event)).body).toBe('{"code":"handled"}');
    expect(ended).toBe(1);
  });

  test.each<[string, object]>([
    ["a header that is a number", { headers: { "callback-secret": secret, "organization-id": 7 } }],
    [
      "a list of values that is none",
      { multiValueHeaders: { "callback-secret": [secret], x: "y", z: null } },
    ],
  ])("leaves out %s", async (_title, parts) => {
    const seen: unknown[] = [];
    const router = new EventRouter();
    router.on("task_added", (_event, { organizationId, header }) => {
      seen.push(organizationId, header("x"), header("z"));
    });
    const event = { httpMethod: "POST", body: taskAdded, ...parts } as LambdaEvent;

    const { body } = await toLambdaHandler(createReceiver({ router, secret }))(event);
    expect(body).toBe('{"code":"handled"}');
    expect(seen).toEqual([undefined, undefined, undefined]);
  });

  test("joins a header that is repeated as node:http does", async () => {
    const { receiver, router } = record();
    const seen: unknown[] = [];
    router.on("task_added", (_event, { header }) => void seen.push(header("x-trace")));
    const multiValueHeaders = { "callback-secret": [secret], "X-Trace": ["a", "b"] };
    await toLambdaHandler(receiver)({ httpMethod: "POST", body: taskAdded, multiValueHeaders });

    expect(seen).toEqual(["a, b"]);
  });

  test("takes no body in base64 for an empty one", async () => {
    const headers = { "callback-secret": secret };
    const event = { httpMethod: "POST", headers, body: null, isBase64Encoded: true };

    expect((await toLambdaHandler(record().receiver)(event)).body).toBe('{"code":"malformed_json"}');
  });

  test("answers with plain headers where the event has none of either kind", async () => {
    const event = { httpMethod: "POST", headers: null, multiValueHeaders: null, body: null };
    const answered = await toLambdaHandler(record().receiver)(event);

    expect(answered).toMatchObject({ headers: { "content-type": "application/json" } });
    expect(answered).not.toHaveProperty("multiValueHeaders");
  });
});
