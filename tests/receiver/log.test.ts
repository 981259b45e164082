import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { secret } from "../support/client.js";
import { answerOf, defer, delivery } from "./kit.js";
import { fetchFailed, keepLines, makeFailing } from "./log-kit.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("a failure", () => {
  test("is one error: status, code, event, organization, time, all causes and the place", async () => {
    const { receiver, lines } = makeFailing([fetchFailed()]);
    await receiver.receive(delivery());

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^error optimizely-cmp-webhooks: 500 handler_failed: task_added, organization org-7d1f, \d+ ms: TypeError: fetch failed ← connect ECONNREFUSED 10\.0\.0\.5:5432 \(at fetchFailed .*log-kit\.ts:\d+:\d+\)\)$/,
    );
  });

  test("of several handlers shows what each has thrown, on one line", async () => {
    const { receiver, lines } = makeFailing([
      new Error("first\nsecond line"),
      "plain",
      undefined,
      Object.create(null),
    ]);
    await receiver.receive(delivery());

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /ms: Error: first second line \(at .*\); plain; undefined; an object without members$/,
    );
  });

  test("of an AggregateError without a message shows the errors in it", async () => {
    const inner = [new Error("connect ECONNREFUSED ::1:1"), new Error("connect ECONNREFUSED 127.0.0.1:1")];
    const cause = Object.assign(new AggregateError(inner), { code: "ECONNREFUSED" });
    const { receiver, lines } = makeFailing([new TypeError("fetch failed", { cause })]);
    await receiver.receive(delivery());

    expect(lines[0]).toContain(
      "TypeError: fetch failed ← AggregateError: ECONNREFUSED [Error: connect ECONNREFUSED ::1:1; Error: connect ECONNREFUSED 127.0.0.1:1]",
    );
  });

  test("of the secret function shows its cause", async () => {
    const { receiver, lines } = makeFailing([], { secret: () => Promise.reject(fetchFailed()) });
    await receiver.receive(delivery());

    expect(lines[0]).toMatch(
      /500 secret_unavailable: event not read, organization org-7d1f, .*fetch failed ← connect/,
    );
  });

  test("without a cause shows the likely mistake and its fix", async () => {
    const { receiver, lines } = makeFailing([]);
    await receiver.receive(delivery({ body: undefined }));

    expect(lines[0]).toMatch(/500 body_consumed: .*Mount the receiver ahead of/);
  });

  test.each([
    ["a circle of causes", (() => Object.assign(new Error("x"), { cause: undefined as unknown }))()],
    [
      "a getter that throws",
      Object.defineProperty({}, "message", {
        get: () => {
          throw new Error("no");
        },
      }),
    ],
    [
      "a proxy that throws",
      new Proxy(
        {},
        {
          get: () => {
            throw new Error("no");
          },
        },
      ),
    ],
  ])("that is %s is still one line", async (title, thrown) => {
    if (title.startsWith("a circle")) Object.assign(thrown, { cause: thrown });
    const { receiver, lines } = makeFailing([thrown]);

    expect(answerOf(await receiver.receive(delivery()))).toBe("500 handler_failed");
    expect(lines).toHaveLength(1);
  });

  test("stays one line of a bounded length, whatever is thrown and however the event is called", async () => {
    const { receiver, lines } = makeFailing([
      "a\u2028b\u2029c\r\nd\u202ee\u0085f\u001b[31m",
      "x".repeat(5_000),
    ]);
    const body = JSON.stringify({ event_name: "x\noptimizely-cmp-webhooks: forged\u2028", data: {} });
    await receiver.receive(delivery({ body }));

    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
    expect(lines[0]?.length).toBeLessThan(2_100);
  });

  test("with a message that is longer than the line still shows the causes and the place", async () => {
    const { receiver, lines } = makeFailing([new Error("x".repeat(5_000), { cause: fetchFailed() })]);
    await receiver.receive(delivery());

    expect(lines[0]).toMatch(/: Error: x+\.\.\.x+ ← TypeError: fetch failed ← connect .* \(at .*:\d+:\d+\)$/);
    expect(lines[0]?.length).toBeLessThan(2_100);
  });

  test("of a handler after its deadline says that it is late", async () => {
    const { log, lines } = keepLines();
    const gate = defer();
    const router = new EventRouter({ task_added: () => gate.promise });
    const receiver = createReceiver({ router, secret, log, deadlineMs: 1 });
    await receiver.receive(delivery());
    gate.reject("boom");
    await receiver.idle();

    expect(lines).toEqual([
      expect.stringContaining("503 deadline_exceeded: task_added"),
      expect.stringMatching(/500 handler_failed \(late\): task_added, .*: boom$/),
    ]);
  });

  test("shows an organization of 100 characters whole", async () => {
    const { receiver, lines } = makeFailing(["boom"]);
    await receiver.receive(delivery({ headers: { "organization-id": "o".repeat(100) } }));

    expect(lines[0]).toContain(`organization ${"o".repeat(100)}, `);
  });

  test("is an answer although a handler has spoilt the event", async () => {
    for (const acknowledge of ["after", "before"] as const) {
      const { log } = keepLines();
      const router = new EventRouter();
      router.onAny((event) => {
        Object.assign(event, { event_name: Symbol("spoilt") });
        throw new Error("x");
      });
      const receiver = createReceiver({ router, secret, log, acknowledge });

      expect((await receiver.receive(delivery())).status).toBe(acknowledge === "after" ? 500 : 202);
      await receiver.idle();
      expect(receiver.inFlight).toBe(0);
    }
  });

  test("is left to a listener of failed, as long as there is one", async () => {
    const { receiver, lines } = makeFailing(["x"]);
    const listener = () => {};
    receiver.addEventListener("failed", listener);
    receiver.addEventListener("handled", () => {});
    await receiver.receive(delivery());
    expect(lines).toEqual([]);

    receiver.removeEventListener("failed", listener);
    await receiver.receive(delivery());
    expect(lines).toHaveLength(1);
  });
});
