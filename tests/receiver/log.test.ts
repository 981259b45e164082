import { createReceiver, EventRouter, type Log, type ReceiverOptions } from "optimizely-cmp-webhooks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { secret } from "../support/client.js";
import { answerOf, defer, delivery } from "./kit.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A log that keeps its lines, each with its level. */
function keepLines(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const write = (level: string) => (text: string) => void lines.push(`${level} ${text}`);
  return { lines, log: { warn: write("warn"), error: write("error") } };
}

/** A receiver whose handlers throw these, one each, and the lines of its log. */
function makeFailing(thrown: readonly unknown[], options: Partial<ReceiverOptions> = {}) {
  const router = new EventRouter();
  for (const one of thrown) router.onAny(() => Promise.reject(one));
  const { log, lines } = keepLines();
  const receiver = createReceiver({ router, secret, log, ...options });
  const guess = () => receiver.receive(delivery({ headers: { "callback-secret": "guess" } }));
  return { receiver, lines, guess };
}

/** An error as libraries make it: the reason is two causes deep. */
function fetchFailed(): Error {
  const refused = Object.assign(new Error("connect ECONNREFUSED 10.0.0.5:5432"), { code: "ECONNREFUSED" });
  return new TypeError("fetch failed", { cause: refused });
}

describe("a failure", () => {
  test("is one error: status, code, event, organization, time, all causes and the place", async () => {
    const { receiver, lines } = makeFailing([fetchFailed()]);
    await receiver.receive(delivery());

    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^error optimizely-cmp-webhooks: 500 handler_failed: task_added, organization org-7d1f, \d+ ms: TypeError: fetch failed ← connect ECONNREFUSED 10\.0\.0\.5:5432 \(at fetchFailed .*log\.test\.ts:\d+:\d+\)\)$/,
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

  test.each<[string, Partial<ReceiverOptions>]>([
    ["a string", {}],
    ["a function", { secret: async () => secret }],
  ])("never holds the secret, %s, although a handler throws it", async (_title, options) => {
    const { receiver, lines } = makeFailing([new Error(`401 for ${secret}`, { cause: secret })], options);
    await receiver.receive(delivery());

    expect(lines[0]).toContain("401 for [secret]");
    expect(lines[0]).not.toContain(secret);
  });

  test("never holds another configured secret, nor one as JSON writes it", async () => {
    const other = 'an"other\\secret';
    const { receiver, lines } = makeFailing([new Error(`${other} ${JSON.stringify({ other })}`)], {
      secret: [secret, other],
    });
    await receiver.receive(delivery());

    expect(lines[0]).toContain('Error: [secret] {"other":"[secret]"}');
  });

  test.each(["hunter2", "a", "b c", 'q"\\u', secret, "1(2[3"])(
    "never holds what was received as the secret, %j, although the secret function throws it",
    async (received) => {
      const text = `403 for ${received}, ${JSON.stringify({ received })} and token=${received}`;
      const { receiver, lines } = makeFailing([], { secret: () => Promise.reject(new Error(text)) });
      await receiver.receive(delivery({ headers: { "callback-secret": received } }));

      expect(lines[0]).toContain('Error: 403 for [secret], {"received":"[secret]"} and token=[secret]');
    },
  );

  test("never holds a long one in the middle of a word either", async () => {
    const { receiver, lines } = makeFailing([], {
      secret: () => Promise.reject(new Error("v1longsecret2v1")),
    });
    await receiver.receive(delivery({ headers: { "callback-secret": "longsecret2" } }));

    expect(lines[0]).toContain("Error: v1[secret]v1");
  });

  test.each([
    ["received", "12345678", () => Promise.reject(new Error("v12345678v"))],
    ["verified, though it is short", "abc", () => "abc"],
  ])("never holds one that was %s in the middle of a word", async (_title, received, find) => {
    const { receiver, lines } = makeFailing([new Error("vabcv")], { secret: find });
    await receiver.receive(delivery({ headers: { "callback-secret": received } }));

    expect(lines[0]).toContain("Error: v[secret]v");
  });

  test.each([undefined, ""])("is shown where the secret is %j, and none is asked for", async (received) => {
    const { receiver, lines } = makeFailing(["boom"], { secret: null });
    const headers = { "callback-secret": received, "organization-id": undefined };
    await receiver.receive(delivery({ headers }));

    expect(lines).toEqual([expect.stringMatching(/task_added, organization unknown, \d+ ms: boom$/)]);
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

  test.each(["e", "rr", "at", "ECONN", "0", ""])(
    "cannot be made unreadable by a caller who is not known and sends %j",
    async (received) => {
      const { receiver, lines } = makeFailing([], { secret: () => Promise.reject(fetchFailed()) });
      const headers = { "callback-secret": received || undefined, "organization-id": "x".repeat(3_000) };
      await receiver.receive(delivery({ headers }));
      await receiver.receive(delivery({ headers: { ...headers, "callback-secret": "x" } }));

      expect(lines.at(-1)).toMatch(
        /^error .* organization x{100}\.\.\., .*TypeError: fetch failed ← connect ECONNREFUSED/,
      );
    },
  );

  test("never holds the event that a handler throws", async () => {
    const { receiver, lines } = makeFailing([{ status: 500, body: "planted" }]);
    await receiver.receive(delivery());

    expect(lines[0]).toContain("an object with the members status, body");
    expect(lines[0]).not.toContain("planted");
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

describe("a refusal", () => {
  test("is a warning at once, then at most one a minute and code, with the count", async () => {
    const { lines, guess, receiver } = makeFailing([]);
    // The clock of a process that has been up for long.
    vi.advanceTimersByTime(100_000_000);
    for (let count = 0; count < 50; count++) await guess();
    await receiver.receive(delivery({ method: "GET" }));
    expect(lines).toEqual([
      expect.stringMatching(
        /^warn optimizely-cmp-webhooks: 401 secret_mismatch: .*CMP, which keeps 32 characters$/,
      ),
      expect.stringMatching(/^warn optimizely-cmp-webhooks: 405 method_not_allowed: /),
    ]);

    vi.advanceTimersByTime(59_999);
    await guess();
    expect(lines).toHaveLength(2);

    vi.advanceTimersByTime(1);
    await guess();
    expect(lines[2]).toMatch(/secret_mismatch: .* \(50 more since the last line\)$/);

    vi.advanceTimersByTime(60_000);
    await guess();
    expect(lines[3]).toBe(lines[0]);
  });

  test("never holds what the sender sent", async () => {
    const { receiver, lines } = makeFailing([]);
    const headers = { "callback-secret": "planted-1", "organization-id": "planted-2" };
    await receiver.receive(delivery({ headers, body: "planted-3" }));
    await receiver.receive(delivery({ body: "planted-4", headers: { "organization-id": "planted-5" } }));

    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toContain("planted");
  });

  test("is left to a listener of rejected", async () => {
    const { receiver, lines, guess } = makeFailing([]);
    receiver.addEventListener("rejected", () => {});
    await guess();

    expect(lines).toEqual([]);
  });
});

describe("the option log", () => {
  test("is the console by default", async () => {
    const error = vi.spyOn(console, "error").mockReturnValue();
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    const { receiver, guess } = makeFailing(["x"], { log: undefined });
    await receiver.receive(delivery());
    await guess();

    expect([error.mock.calls.length, warn.mock.calls.length]).toEqual([1, 1]);
  });

  test("null writes nothing", async () => {
    const error = vi.spyOn(console, "error").mockReturnValue();
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    const { receiver, guess } = makeFailing(["x"], { log: null });

    expect(answerOf(await receiver.receive(delivery()))).toBe("500 handler_failed");
    await guess();
    expect([...error.mock.calls, ...warn.mock.calls]).toEqual([]);
  });

  const broken = (): never => {
    throw new Error("disk full");
  };

  test.each<[string, () => unknown]>([
    ["throws", broken],
    ["rejects", () => Promise.reject(new Error("disk full"))],
  ])("that %s changes no answer", async (_title, write) => {
    const { receiver, guess } = makeFailing(["x"], { log: { warn: write, error: write } });
    receiver.addEventListener("answered", broken);

    expect(answerOf(await receiver.receive(delivery()))).toBe("500 handler_failed");
    expect(answerOf(await guess())).toBe("401 secret_mismatch");
    await receiver.idle();
  });

  test("is told what a listener throws", async () => {
    const { receiver, lines } = makeFailing([]);
    receiver.addEventListener("answered", () => Promise.reject(fetchFailed()));
    await receiver.receive(delivery());
    await receiver.idle();

    expect(lines[0]).toMatch(
      /^error optimizely-cmp-webhooks: A listener failed: TypeError: fetch failed ← connect/,
    );
  });
});
