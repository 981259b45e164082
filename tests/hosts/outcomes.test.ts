import { afterEach, describe, expect, test, vi } from "vitest";
import { send } from "../support/client.js";
import { hosts } from "../support/hosts.js";
import { fakeDeadline, outrun } from "../support/outrun.js";
import { record, taskAdded } from "../support/recorder.js";

class HttpError extends Error {
  readonly status = 418;
  readonly statusCode = 418;
  readonly headers = { "x-leak": "1" };
}

const failures: readonly (readonly [string, () => void | Promise<void>])[] = [
  [
    "throws",
    () => {
      throw new Error("private words");
    },
  ],
  ["rejects", () => Promise.reject(new Error("private words"))],
  [
    "throws an error with a status",
    () => {
      throw new HttpError("private words");
    },
  ],
  ["rejects with a string", () => Promise.reject("private words")],
  ["rejects with undefined", () => Promise.reject(undefined)],
];

afterEach(() => {
  vi.useRealTimers();
});

describe.each(hosts)("$name", ({ start }) => {
  test("a wrapper of the receiver may take the delivery apart", async () => {
    const { receiver, handled } = record();
    const host = await start({
      receive: ({ method, header, body }) =>
        receiver.receive({
          method,
          header: (name) => (name === "callback-secret" ? header(name) : undefined),
          body,
        }),
    });
    try {
      expect(await send(host.port, { body: taskAdded }, { agent: false })).toMatchObject({ status: 200 });
      expect(handled).toHaveLength(1);
    } finally {
      await host.close();
    }
  });

  test.each(failures)("a handler that %s is a 500 that tells nothing", async (_title, handler) => {
    const { receiver, router, announced, handled } = record();
    router.on("task_added", handler);
    const host = await start(receiver);
    try {
      const seen = await send(host.port, { body: taskAdded }, { agent: false });

      expect(seen).toMatchObject({ status: 500, body: '{"code":"handler_failed"}' });
      expect(JSON.stringify(seen)).not.toMatch(/private|x-leak/);
      expect(announced).toEqual([{ name: "failed", code: "handler_failed" }]);
      expect(handled).toHaveLength(1);
    } finally {
      await host.close();
    }
  });

  test("a handler that outruns the deadline is told to stop, and CMP to send again", async () => {
    fakeDeadline();
    const { receiver, router, announced } = record();
    let finish = (): void => {};
    const reasons: unknown[] = [];
    router.on("task_added", (_event, { signal }) => {
      signal.addEventListener("abort", () => reasons.push(signal.reason));
      void outrun();
      return new Promise<void>((resolve) => {
        finish = resolve;
      });
    });
    const host = await start(receiver);
    try {
      const seen = await send(host.port, { body: taskAdded }, { agent: false });

      expect(seen).toMatchObject({ status: 503, body: '{"code":"deadline_exceeded"}' });
      expect(reasons).toMatchObject([{ code: "deadline_exceeded" }]);
      expect(announced).toEqual([{ name: "failed", code: "deadline_exceeded" }]);
      finish();
      await receiver.idle();
      expect(announced).toHaveLength(2);
    } finally {
      await host.close();
    }
  });

  test("a handler is told the headers of the delivery, but not its secret", async () => {
    const { receiver, router } = record();
    const told: unknown[] = [];
    router.onAny((_event, { header, organizationId }) => {
      told.push(organizationId, header("User-Agent"), header("Callback-Secret"), header("constructor"));
    });
    const host = await start(receiver);
    try {
      await send(host.port, { body: taskAdded }, { agent: false });

      expect(told).toEqual(["org-7d1f", "Welcome-Webhook/1.0", undefined, undefined]);
    } finally {
      await host.close();
    }
  });
});
