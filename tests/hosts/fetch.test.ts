import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import { describe, expect, test } from "vitest";
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

  test("an oversize stream is cancelled where the limit is passed", async () => {
    let pulled = 0;
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(1024));
      },
      cancel() {
        cancelled = true;
      },
    });

    const response = await toFetchHandler(record({ maxBodyBytes: 10 * 1024 }).receiver)(makeRequest(endless));

    expect(await answerOf(response)).toBe('413 {"code":"body_too_large"}');
    expect(cancelled).toBe(true);
    expect(pulled).toBeLessThan(15);
  });

  test("a wrong secret leaves the body unread", async () => {
    const request = makeRequest(taskAdded, { "callback-secret": "guess" });

    const response = await toFetchHandler(record().receiver)(request);

    expect(await answerOf(response)).toBe('401 {"code":"secret_mismatch"}');
    expect(request.bodyUsed).toBe(false);
  });

  test("handlers that outrun the deadline are handed to waitUntil", async () => {
    const { receiver, router, announced } = record({ deadlineMs: 20 });
    let finish = (): void => {};
    router.on(
      "task_added",
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    const kept: Promise<unknown>[] = [];
    const context = {
      label: "a host whose waitUntil wants its this",
      waitUntil(this: { label: string }, promise: Promise<unknown>) {
        if (this.label) kept.push(promise);
      },
    };

    const response = await toFetchHandler(receiver)(makeRequest(taskAdded), context);
    expect(response.status).toBe(503);
    expect(kept).toHaveLength(1);
    finish();
    await Promise.all(kept);

    expect(announced.map(({ name }) => name)).toEqual(["failed", "handled"]);
  });

  test.each([[undefined], [null as never], [{}], [{ params: { id: "7" } }], [{ waitUntil: 5 }]])(
    "a second argument of %j is no matter",
    async (context) => {
      const response = await toFetchHandler(record().receiver)(makeRequest(taskAdded), context);

      expect(response.status).toBe(200);
    },
  );

  test("a host whose waitUntil throws gets its answer nevertheless", async () => {
    const { receiver, router } = record({ deadlineMs: 20 });
    router.on("task_added", () => new Promise<void>(() => {}));
    const context = {
      waitUntil() {
        throw new Error("too late");
      },
    };

    const response = await toFetchHandler(receiver)(makeRequest(taskAdded), context);

    expect(await answerOf(response)).toBe('503 {"code":"deadline_exceeded"}');
  });
});
