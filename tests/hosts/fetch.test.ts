import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { runInNewContext } from "node:vm";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import { afterEach, describe, expect, test, vi } from "vitest";
import { secret } from "../support/client.js";
import { record, taskAdded } from "../support/recorder.js";

function makeRequest(
  body: string | Uint8Array | ReadableStream<Uint8Array> | null,
  headers: Record<string, string> = {},
): Request {
  return new Request("https://receiver.example/webhooks", {
    method: "POST",
    headers: { "callback-secret": secret, ...headers },
    body,
    ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
  });
}

function streamOf(...chunks: readonly string[]): ReadableStream<Uint8Array> {
  return ReadableStream.from(chunks.map((chunk) => new TextEncoder().encode(chunk)));
}

async function answerOf(response: Response): Promise<string> {
  return `${response.status} ${await response.text()}`;
}

afterEach(() => {
  vi.useRealTimers();
});

describe("the fetch handler", () => {
  test.each([
    ["a text", () => makeRequest(taskAdded), '200 {"code":"handled"}'],
    ["bytes", () => makeRequest(new TextEncoder().encode(taskAdded)), '200 {"code":"handled"}'],
    ["a stream", () => makeRequest(streamOf(...taskAdded)), '200 {"code":"handled"}'],
    ["nothing", () => makeRequest(null), '400 {"code":"malformed_json"}'],
    ["an empty text", () => makeRequest(""), '400 {"code":"malformed_json"}'],
  ])("takes a body of %s", async (_title, make, answer) => {
    const response = await toFetchHandler(record().receiver)(make());

    expect(await answerOf(response)).toBe(answer);
    expect(response.headers.get("content-type")).toBe("application/json");
  });

  test("a body that was read before is announced as consumed, at once", async () => {
    const { receiver, announced } = record();
    const request = makeRequest(taskAdded);
    await request.text();

    expect(await answerOf(await toFetchHandler(receiver)(request))).toBe('500 {"code":"body_consumed"}');
    expect(announced).toEqual([{ name: "failed", code: "body_consumed" }]);
  });

  test("a body that somebody else is reading is announced as consumed, at once", async () => {
    const request = makeRequest(taskAdded);
    request.body?.getReader();

    const response = await toFetchHandler(record().receiver)(request);

    expect(await answerOf(response)).toBe('500 {"code":"body_consumed"}');
  });

  test("a body that breaks off is refused", async () => {
    const broken = new ReadableStream({
      pull(controller) {
        controller.error(new Error("gone"));
      },
    });

    const response = await toFetchHandler(record().receiver)(makeRequest(broken));

    expect(await answerOf(response)).toBe('400 {"code":"body_aborted"}');
  });

  test("the request may come in an event, as SvelteKit and Astro have it", async () => {
    const response = await toFetchHandler(record().receiver)({ request: makeRequest(taskAdded) });

    expect(await answerOf(response)).toBe('200 {"code":"handled"}');
  });

  test.each([
    ["bytes", new TextEncoder().encode(taskAdded)],
    ["a string", taskAdded],
  ])("a body that was read before and is kept as %s is used", async (_title, rawBody) => {
    const { receiver, handled } = record();
    const request = makeRequest(taskAdded);
    await request.text();

    const response = await toFetchHandler(receiver)(Object.assign(request, { rawBody }));
    expect(response.status).toBe(200);
    expect(handled).toHaveLength(1);
  });

  test.each([null, "", undefined])("a rawBody of %j is no body", async (rawBody) => {
    const request = makeRequest(taskAdded);
    await request.text();

    const response = await toFetchHandler(record().receiver)(Object.assign(request, { rawBody }));
    expect(await answerOf(response)).toBe('500 {"code":"body_consumed"}');
  });

  test.each([
    ["rejects", { receive: () => Promise.reject(new Error("ours")) }],
    ["throws", { receive: () => assert.fail("ours") }],
    ["replies nothing", { receive: async () => undefined as never }],
    ["replies without a status", { receive: async () => ({ headers: {}, body: "" }) as never }],
    ["replies with a status that is none", { receive: async () => ({ status: 7, headers: {}, body: "" }) }],
  ])("a receiver of one's own that %s gives 500, and the promise is fulfilled", async (_title, receiver) => {
    const response = await toFetchHandler(receiver)(makeRequest(null));

    expect(await answerOf(response)).toBe('500 {"code":"internal_error"}');
  });

  test("bytes of another realm are bytes", async () => {
    const body: unknown = runInNewContext("Uint8Array.from(bytes)", { bytes: Buffer.from(taskAdded) });
    const { method, headers } = makeRequest("");
    const { receiver } = record();

    expect(body).not.toBeInstanceOf(Uint8Array);
    const response = await toFetchHandler(receiver)({ method, headers, body, bodyUsed: false });
    expect(await answerOf(response)).toBe('200 {"code":"handled"}');
  });

  test("a request without arrayBuffer, whose body is an async iterable, is read as it comes", async () => {
    const { method, headers } = makeRequest("", { "content-length": String(taskAdded.length) });
    const body = Readable.from([taskAdded.slice(0, 9), taskAdded.slice(9)]);
    const request = { method, headers, body, bodyUsed: false };

    expect(await answerOf(await toFetchHandler(record().receiver)(request))).toBe('200 {"code":"handled"}');
  });

  test.each([undefined, null, 5, {}])("a request whose body is %j has an empty one", async (body) => {
    const { method, headers } = makeRequest("");
    const request = { method, headers, body, bodyUsed: false };

    expect(await answerOf(await toFetchHandler(record().receiver)(request))).toBe(
      '400 {"code":"malformed_json"}',
    );
  });

  test("what a receiver of one's own has left of a body is read before the answer", async () => {
    const steps: string[] = [];
    const chunks = ["a", "b"];
    const body = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          const chunk = chunks.shift();
          steps.push(chunk ?? "end");
          if (chunk === undefined) controller.close();
          else controller.enqueue(new TextEncoder().encode(chunk));
        },
      },
      { highWaterMark: 0 },
    );
    const receive = async () => ({ status: 401, headers: {}, body: "" });
    const response = await toFetchHandler({ receive })(makeRequest(body));

    expect([response.status, ...steps]).toEqual([401, "a", "b", "end"]);
  });
});
