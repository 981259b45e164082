import type { ReceiverOptions } from "optimizely-cmp-webhooks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { secret } from "../support/client.js";
import { delivery } from "./kit.js";
import { fetchFailed, makeFailing } from "./log-kit.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("a failure", () => {
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

  test.each([
    ["a short one", "s", "for s.", "for [secret]."],
    ["one that is a word of ours", "secret", "for secret.", "for [secret]."],
    ["one that begins with another", ["abc", "abcdef"], "for abcdef.", "for [secret]."],
  ])("is hidden whole and once: %s", async (_title, configured, thrown, shown) => {
    const { receiver, lines } = makeFailing([new Error(thrown)], { secret: configured });
    const [first = ""] = [configured].flat();
    await receiver.receive(delivery({ headers: { "callback-secret": first } }));

    expect(lines[0]).toContain(`Error: ${shown}`);
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
});
