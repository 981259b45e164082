import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { secret } from "../support/client.js";
import { record } from "../support/recorder.js";

const mebibyte = 1024 * 1024;

/** A body of as many pieces as are asked for, and a record of what became of it. */
function makeBody(piece: Uint8Array | (() => Promise<void>), pieces = Number.POSITIVE_INFINITY) {
  const seen = { bytes: 0, pieces: 0, cancelled: false };
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (typeof piece === "function") return piece();
        if (seen.pieces++ >= pieces) return controller.close();
        seen.bytes += piece.length;
        controller.enqueue(piece);
      },
      cancel() {
        seen.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, seen };
}

function post(body: ReadableStream<Uint8Array>, given: string, maxBodyBytes = 1_024): Promise<Response> {
  const { receiver } = record({ maxBodyBytes, deadlineMs: 500 });
  const headers = { "callback-secret": given };
  const request = { method: "POST", headers, body, duplex: "half" } as const;
  return toFetchHandler(receiver)(new Request("https://receiver.example/", request));
}

describe("what is left of a refused body", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([
    ["a wrong secret", "guess", 401],
    ["too long a body", secret, 413],
  ])("is discarded before the answer: %s", async (_title, given, status) => {
    const { stream, seen } = makeBody(new Uint8Array(mebibyte), 6);
    const response = await post(stream, given);

    expect(response.status).toBe(status);
    expect(response.headers.get("connection")).toBeNull();
    expect(seen).toEqual({ bytes: 6 * mebibyte, pieces: 7, cancelled: false });
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([
    ["bytes", new Uint8Array(mebibyte), 9],
    ["pieces of one byte", new Uint8Array(1), 131_073],
    ["pieces without any byte", new Uint8Array(0), 131_073],
  ])("has a bound in %s; past it the connection closes", async (_title, piece, pieces) => {
    const { stream, seen } = makeBody(piece);
    const response = await post(stream, "guess");

    expect([response.status, response.headers.get("connection")]).toEqual([401, "close"]);
    expect(seen.pieces).toBe(pieces);
  });

  test("has a bound in time; past it the connection closes", async () => {
    const { stream } = makeBody(() => new Promise<void>(() => {}));
    const answered = post(stream, "guess");
    await vi.advanceTimersByTimeAsync(2_000);

    expect((await answered).headers.get("connection")).toBe("close");
  });

  test("is not waited for when the time of the body is up", async () => {
    const { stream } = makeBody(() => new Promise<void>(() => {}));
    const answered = post(stream, secret);
    await vi.advanceTimersByTimeAsync(500);
    const response = await answered;

    expect([response.status, response.headers.get("connection")]).toEqual([408, "close"]);
  });

  test("is discarded behind the answer too, which the sender has by then, and cancelled after it", async () => {
    const { stream, seen } = makeBody(new Uint8Array(mebibyte));
    const response = await post(stream, "guess");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seen).toMatchObject({ pieces: 9, cancelled: false });

    const reader = response.body?.getReader();
    const text = '{"code":"secret_mismatch"}';
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe(text);
    expect(response.headers.get("content-length")).toBe(String(text.length));

    expect((await reader?.read())?.done).toBe(true);
    expect(seen).toMatchObject({ pieces: 18, cancelled: false });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(seen).toMatchObject({ pieces: 18, cancelled: true });
  });

  test("may fail while it is discarded", async () => {
    const { stream } = makeBody(() => Promise.reject(new Error("reset")));
    const response = await post(stream, "guess");

    expect([response.status, response.headers.get("connection")]).toEqual([401, null]);
  });

  test("of a host whose body can only be iterated, a piece may be missing, and nothing can be cancelled", async () => {
    const next = async () => ({ done: false, value: undefined });
    const body = { [Symbol.asyncIterator]: () => ({ next }) };
    const headers = new Headers({ "callback-secret": "guess" });
    const request = { method: "POST", headers, body, bodyUsed: false };
    const response = await toFetchHandler(record().receiver)(request);
    expect([response.status, response.headers.get("connection")]).toEqual([401, "close"]);

    expect(await response.text()).toBe('{"code":"secret_mismatch"}');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(vi.getTimerCount()).toBe(0);
  });
});
