import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { answerOf, delivery } from "./kit.js";
import { fetchFailed, makeFailing } from "./log-kit.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
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
