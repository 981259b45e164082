import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { delivery } from "./kit.js";
import { makeFailing } from "./log-kit.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
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
