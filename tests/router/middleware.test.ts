import { type AnyEvent, EventRouter, type HandlerContext, type Middleware } from "optimizely-cmp-webhooks";
import { expect, test } from "vitest";
import { fixtures } from "../fixtures/events.js";
import { answerOf, brief, defer, delivery, makeBench } from "../receiver/kit.js";

const event = fixtures.task_added;

/** A middleware that writes down when it begins and ends. */
function trace(steps: string[], name: string): Middleware {
  return async (_event, _context, next) => {
    steps.push(`${name} begins`);
    try {
      return await next();
    } finally {
      steps.push(`${name} ends`);
    }
  };
}

test("middleware runs around all handlers, the first registered outermost", async () => {
  const steps: string[] = [];
  const router = new EventRouter({ task_added: () => void steps.push("first") });
  router.onAny(async () => void steps.push("second"));
  router.use(trace(steps, "outer")).use(trace(steps, "inner"));
  await router.dispatch(event);

  expect(steps).toEqual(["outer begins", "inner begins", "first", "second", "inner ends", "outer ends"]);
});

test("middleware sees the event and the context of the handlers", async () => {
  const seen: [AnyEvent, HandlerContext][] = [];
  const router = new EventRouter({ task_added: (...both) => void seen.push(both) });
  router.use((one, context, next) => {
    seen.push([one, context]);
    return next();
  });
  await router.dispatch(event);

  expect(seen).toHaveLength(2);
  expect(seen[0]?.[0]).toBe(seen[1]?.[0]);
  expect(seen[0]?.[1]).toBe(seen[1]?.[1]);
});

test("middleware does not run for an event that has no handler", async () => {
  const steps: string[] = [];
  const { router, receiver, told } = makeBench();
  router.use(trace(steps, "outer"));

  expect(answerOf(await receiver.receive(delivery()))).toBe("202 ignored");
  expect(steps).toEqual([]);
  expect(brief(told)).toEqual(["ignored"]);
});

test("what middleware throws is a failure, before the handlers and after them", async () => {
  for (const when of ["before", "after"]) {
    const { router, receiver, told } = makeBench();
    const ran: string[] = [];
    router.on("task_added", () => void ran.push("handler"));
    router.use(async (_event, _context, next) => {
      if (when === "after") await next();
      throw new Error(when);
    });

    expect(answerOf(await receiver.receive(delivery()))).toBe("500 handler_failed");
    expect(told[0]?.detail).toMatchObject({ errors: [new Error(when)], error: { cause: new Error(when) } });
    expect(ran).toEqual(when === "after" ? ["handler"] : []);
  }
});

test("middleware that throws without a promise is a failure as well", async () => {
  const { router, receiver } = makeBench();
  router.on("task_added", () => {});
  router.use(() => {
    throw new Error("at once");
  });

  expect(answerOf(await receiver.receive(delivery()))).toBe("500 handler_failed");
});

test("a failure is not lost by middleware that does not await next", async () => {
  const { router, receiver } = makeBench();
  const gate = defer();
  router.on("task_added", () => gate.promise);
  router.use(async (_event, _context, next) => void next());
  router.use(async (_event, _context, next) => void next());
  const answered = receiver.receive(delivery());
  gate.reject(new Error("later"));

  expect(answerOf(await answered)).toBe("500 handler_failed");
});

test("the answer waits for the handlers although middleware does not, or throws", async () => {
  for (const isThrowing of [false, true]) {
    const { router, receiver } = makeBench();
    const gate = defer();
    const steps: string[] = [];
    router.on("task_added", async () => {
      await gate.promise;
      steps.push("handler");
    });
    router.use(async (_event, _context, next) => {
      void next();
      if (isThrowing) throw new Error("early");
    });
    const answered = receiver.receive(delivery()).then(({ status }) => void steps.push(`answer ${status}`));
    await new Promise(setImmediate);
    expect(steps).toEqual([]);
    gate.resolve();
    await answered;

    expect(steps).toEqual(["handler", isThrowing ? "answer 500" : "answer 200"]);
  }
});

test("a failure that middleware catches is a failure nevertheless", async () => {
  const { router, receiver, told } = makeBench();
  router.on("task_added", () => Promise.reject(new Error("known")));
  router.use(async (_event, _context, next) => {
    await next().catch(() => {});
  });

  expect(answerOf(await receiver.receive(delivery()))).toBe("500 handler_failed");
  expect(brief(told)).toEqual(["failed handler_failed"]);
});

test("middleware outside sees a failure that middleware inside has caught", async () => {
  const router = new EventRouter();
  const seen: unknown[] = [];
  router.use(async (_event, _context, next) => {
    await next().catch((error: unknown) => seen.push(error));
  });
  router.use(async (_event, _context, next) => {
    await next().catch(() => {});
  });
  const thrown = new Error("save failed");
  router.on("task_added", () => {
    throw thrown;
  });
  await expect(router.dispatch(fixtures.task_added)).rejects.toThrow("save failed");
  expect(seen).toEqual([thrown]);
});

/** The outer middleware loses sight of the inner one. */
const blind: readonly (readonly [string, Middleware])[] = [
  ["catches what next rejects with", async (_event, _context, next) => void (await next().catch(() => {}))],
  ["does not await next", async (_event, _context, next) => void next()],
];

test.each(blind)(
  "a failure of inner middleware is not lost by outer middleware that %s",
  async (_title, outer) => {
    for (const when of ["before", "after"]) {
      const { router, receiver } = makeBench();
      router.on("task_added", () => {});
      router.use(outer);
      router.use(async (_event, _context, next) => {
        await new Promise(setImmediate);
        if (when === "after") await next();
        throw new Error("commit failed");
      });

      expect(answerOf(await receiver.receive(delivery())), when).toBe("500 handler_failed");
    }
  },
);

test("middleware that is a generator function is a failure, since its body never ran", async () => {
  const { router, receiver } = makeBench();
  router.on("task_added", () => {});
  router.use(async function* () {} as never);

  expect(answerOf(await receiver.receive(delivery()))).toBe("500 handler_failed");
});

test.each([undefined, null, 5, {}])("use(%j) throws a TypeError", (wrong) => {
  expect(() => new EventRouter().use(wrong as unknown as Middleware)).toThrow(
    /^middleware must be a function/,
  );
});
