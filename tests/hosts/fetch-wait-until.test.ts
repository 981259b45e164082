import assert from "node:assert/strict";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import { afterEach, describe, expect, test, vi } from "vitest";
import { secret } from "../support/client.js";
import { fakeDeadline, outrun } from "../support/outrun.js";
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

async function answerOf(response: Response): Promise<string> {
  return `${response.status} ${await response.text()}`;
}

afterEach(() => {
  vi.useRealTimers();
});

describe("the fetch handler", () => {
  test("handlers that outrun the deadline are handed to waitUntil", async () => {
    fakeDeadline();
    const { receiver, router, announced } = record();
    let finish = (): void => {};
    router.on(
      "task_added",
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
          void outrun();
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

  test("the waitUntil of a third argument is used, as Workers have it", async () => {
    fakeDeadline();
    const { receiver, router } = record();
    router.on("task_added", outrun);
    const kept: Promise<unknown>[] = [];
    const execution = { waitUntil: (promise: Promise<unknown>) => void kept.push(promise) };

    await toFetchHandler(receiver)(makeRequest(taskAdded), { SECRET: secret }, execution);

    expect(kept).toHaveLength(1);
  });

  test.each([[undefined], [null as never], [{}], [{ params: { id: "7" } }], [{ waitUntil: 5 }]])(
    "a second argument of %j is no matter",
    async (context) => {
      const response = await toFetchHandler(record().receiver)(makeRequest(taskAdded), context);

      expect(response.status).toBe(200);
    },
  );

  test.each([
    ["throws", () => assert.fail("too late")],
    ["rejects", async () => assert.fail("too late")],
  ])("a host whose waitUntil %s gets its answer nevertheless", async (_title, waitUntil) => {
    fakeDeadline();
    const { receiver, router } = record();
    router.on("task_added", outrun);
    const context = { waitUntil };

    const response = await toFetchHandler(receiver)(makeRequest(taskAdded), context);

    expect(await answerOf(response)).toBe('503 {"code":"deadline_exceeded"}');
  });

  test("a host whose waitUntil cannot be looked at gets its answer, and the receiver announces it", async () => {
    fakeDeadline();
    const { receiver, router, announced } = record();
    const context = {
      get waitUntil(): never {
        throw new Error("outside of a request");
      },
    };
    const handler = toFetchHandler(receiver);

    expect(await answerOf(await handler(makeRequest(taskAdded), context))).toBe('200 {"code":"handled"}');
    router.on("task_removed", outrun);
    const removed = taskAdded.replace("task_added", "task_removed");
    expect(await answerOf(await handler(makeRequest(removed), context))).toBe(
      '503 {"code":"deadline_exceeded"}',
    );
    expect(announced).toEqual([{ name: "handled" }, { name: "failed", code: "deadline_exceeded" }]);
  });

  test("the next context is asked when the waitUntil of one cannot be looked at", async () => {
    fakeDeadline();
    const { receiver, router } = record();
    router.on("task_added", outrun);
    const kept: unknown[] = [];
    const context = {
      get waitUntil(): never {
        throw new Error("outside of a request");
      },
    };
    const execution = { waitUntil: (promise: Promise<unknown>) => void kept.push(promise) };
    await toFetchHandler(receiver)(makeRequest(taskAdded), context, execution);

    expect(kept).toHaveLength(1);
  });
});
