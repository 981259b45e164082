import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { answerOf, brief, delivery, makeHandlingBench } from "../receiver/kit.js";
import { taskAdded } from "../support/recorder.js";

describe("a body that somebody else is still reading", () => {
  test.each<[string, unknown]>([
    ["text", taskAdded],
    ["bytes", Buffer.from(taskAdded)],
    ["an object", JSON.parse(taskAdded)],
    ["a stream", Readable.from([taskAdded])],
  ])("is waited for, and may turn out to be %s", async (_title, body) => {
    const { receiver, events } = makeHandlingBench();

    expect(answerOf(await receiver.receive(delivery({ body: Promise.resolve(body) })))).toBe("200 handled");
    expect(events).toEqual([JSON.parse(taskAdded)]);
  });

  test("is waited for until the deadline", async () => {
    const { receiver } = makeHandlingBench({ deadlineMs: 20 });

    expect(answerOf(await receiver.receive(delivery({ body: new Promise(() => {}) })))).toBe(
      "408 body_timeout",
    );
  });

  test("is announced as consumed when nothing was kept", async () => {
    const { receiver, told } = makeHandlingBench();

    expect(answerOf(await receiver.receive(delivery({ body: Promise.resolve() })))).toBe("500 body_consumed");
    expect(brief(told)).toEqual(["failed body_consumed"]);
  });

  test("is aborted when that fails", async () => {
    const { receiver } = makeHandlingBench();

    expect(answerOf(await receiver.receive(delivery({ body: Promise.reject(new Error("reset")) })))).toBe(
      "400 body_aborted",
    );
  });
});
