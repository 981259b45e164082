import { createReceiver, EventRouter, type Middleware } from "optimizely-cmp-webhooks";
import { describe, expect, test } from "vitest";
import { fixtures } from "../fixtures/events.js";
import { answerOf, defer, delivery, makeBench } from "../receiver/kit.js";
import { secret } from "../support/client.js";

const event = fixtures.task_added;

test("next rejects with what one handler threw, and with an AggregateError when several failed", async () => {
  const seen: unknown[] = [];
  const boom = new Error("boom");
  const router = new EventRouter({ task_added: () => Promise.reject(boom) });
  router.use(async (_event, _context, next) => {
    await next().catch((thrown) => {
      seen.push(thrown);
      throw thrown;
    });
  });
  await expect(router.dispatch(event)).rejects.toMatchObject({ errors: [boom] });

  router.onAny(() => {
    throw new Error("bang");
  });
  await expect(router.dispatch(event)).rejects.toMatchObject({
    errors: [boom, new Error("bang")],
    message: "2 of 2 handlers of task_added failed: boom; bang",
  });
  expect(seen).toEqual([boom, expect.any(AggregateError)]);
});

test("an event whose middleware does not call next is ignored", async () => {
  const { router, receiver } = makeBench();
  router.on("task_added", () => expect.unreachable());
  router.use(async () => {});

  expect(answerOf(await receiver.receive(delivery()))).toBe("202 ignored");
});

test("to call next twice is a failure, and the handlers run once", async () => {
  const router = new EventRouter();
  let runs = 0;
  router.on("task_added", () => void runs++);
  router.use(async (_event, _context, next) => {
    await next();
    await next();
  });

  await expect(router.dispatch(event)).rejects.toThrow("next must be called once");
  expect(runs).toBe(1);
});

describe("a call of next after the answer", () => {
  /** Middleware that calls next when it is told to, and not before it has returned. */
  function makeLate() {
    const late: (() => Promise<unknown>)[] = [];
    const middleware: Middleware = async (_event, _context, next) => void late.push(next);
    return { late, middleware };
  }
  const message = "next must be called before the middleware has ended, received a later call";

  test.each([0, 1])(
    "rejects, runs no handler and is one line in the log, behind %i others",
    async (others) => {
      const lines: string[] = [];
      const router = new EventRouter({ task_added: () => expect.unreachable() });
      const log = { warn: () => {}, error: (text: string) => void lines.push(text) };
      const receiver = createReceiver({ router, secret, log });
      const { late, middleware } = makeLate();
      for (let count = 0; count < others; count++) router.use((_event, _context, next) => next());
      router.use(middleware);

      expect(answerOf(await receiver.receive(delivery()))).toBe("202 ignored");
      await expect(late[0]?.()).rejects.toThrow(message);
      await expect(late[0]?.()).rejects.toThrow(message);
      expect(lines).toHaveLength(2);
      expect(lines[0]).toContain(`Middleware failed: Error: ${message}`);
    },
  );

  test("rejects after middleware that failed as well", async () => {
    const { late, middleware } = makeLate();
    const router = new EventRouter({ task_added: () => expect.unreachable() });
    router.use(async (...all) => {
      await middleware(...all);
      throw new Error("first");
    });

    await expect(router.dispatch(event)).rejects.toThrow("first");
    await expect(late[0]?.()).rejects.toThrow(message);
  });

  test("harms nothing where nobody waits for it", async () => {
    const { late, middleware } = makeLate();
    const router = new EventRouter({ task_added: () => expect.unreachable() });
    router.use(middleware);
    await router.dispatch(event);
    void late[0]?.();
    await new Promise(setImmediate);
  });
});

test("next may be called after its middleware has returned, while another is still at work", async () => {
  const { router, receiver } = makeBench();
  const gate = defer();
  const ran: string[] = [];
  router.on("task_added", async () => {
    ran.push("handler");
    throw new Error("late");
  });
  router.use(async (_event, _context, next) => {
    await next();
    await gate.promise;
  });
  router.use(async (_event, _context, next) => {
    setImmediate(() => {
      next().catch(() => {});
      gate.resolve();
    });
  });

  expect(answerOf(await receiver.receive(delivery()))).toBe("500 handler_failed");
  expect(ran).toEqual(["handler"]);
});
