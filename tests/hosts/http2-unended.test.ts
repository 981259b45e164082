import type { ClientHttp2Stream } from "node:http2";
import { afterEach, describe, expect, test, vi } from "vitest";
import { fakeDeadline, passDeadline, passTimeUntil } from "../support/outrun.js";
import { record, taskAdded } from "../support/recorder.js";
import { answerOf, hosts, post, start } from "./http2-kit.js";

/** The name of a body, the headers, what sends it, and the answer. */
type Unended = readonly [string, Record<string, string>, (stream: ClientHttp2Stream) => void, string];

/** Writes for as long as the stream is open. */
function flood(stream: ClientHttp2Stream): void {
  const piece = Buffer.alloc(64 * 1024, " ");
  const pump = (): void => {
    if (!stream.closed && !stream.destroyed) stream.write(piece, pump);
  };
  pump();
}

/** Bodies that are not ended by their sender, and their answers. */
const unended: readonly Unended[] = [
  ["an endless body with a wrong secret", { "callback-secret": "guess" }, flood, "401 secret_mismatch"],
  ["an endless body", {}, flood, "413 body_too_large"],
  ["a body that is said to be too long", { "content-length": "99999999" }, flood, "413 body_too_large"],
  ["an encoded body", { "content-encoding": "gzip" }, flood, "415 unsupported_encoding"],
  ["a body that stalls", {}, (stream) => void stream.write("{"), "408 body_timeout"],
  ["a body that never begins", {}, () => {}, "408 body_timeout"],
  ["no body, and no end of it", { "content-length": "0" }, () => {}, "408 body_timeout"],
  [
    "all of its body, and no end of it",
    { "content-length": String(taskAdded.length) },
    (stream) => void stream.write(taskAdded),
    "408 body_timeout",
  ],
  ["another method and no end of the body", { ":method": "PUT" }, flood, "405 method_not_allowed"],
];

describe.each(hosts)("%s", (_name, make) => {
  afterEach(() => void vi.useRealTimers());

  test.each(unended)("%s gets its answer, and leaves no stream open", async (...row) => {
    const [, headers, write, answer] = row;
    const { receiver, handled, announced } = record();
    const host = await start(await make(receiver));
    try {
      const stream = post(host.client, headers);
      const answered = answerOf(stream);
      if (write === flood) flood(stream);
      else await outlast(stream, write);
      const [status, code] = answer.split(" ");
      expect(await answered).toBe(`${status} {"code":"${code}"} 0`);
      await vi.waitUntil(() => host.openStreams() === 0, { interval: 1, timeout: 25_000 });
      await receiver.idle();
      expect([handled, announced]).toEqual([[], [{ name: "rejected", code }]]);
      const next = post(host.client);
      next.end(taskAdded);
      expect(await answerOf(next), "the connection stays").toBe('200 {"code":"handled"} 0');
    } finally {
      await host.close();
    }
  });
});

/** Passes the deadline of a body that stalls, and then what a server waits for before it closes an answered stream. */
async function outlast(stream: ClientHttp2Stream, write: Unended[2]): Promise<void> {
  fakeDeadline();
  write(stream);
  await vi.waitUntil(() => stream.writableLength === 0, { interval: 1, timeout: 25_000 });
  // Answered behind all that was written, so the server has it.
  await new Promise((resolve) => stream.session?.ping(resolve));
  await passDeadline();
  await vi.waitUntil(() => stream.readableEnded, { interval: 1, timeout: 25_000 });
  await passTimeUntil(() => stream.closed);
}
