import type { SecretProvider } from "optimizely-cmp-webhooks";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { answerOf, brief, type Deferred, defer, delivery, makeHandlingBench, only } from "../receiver/kit.js";
import { secret } from "../support/client.js";

type Found = string | readonly string[] | undefined;

/** A receiver whose secret function answers when a test says so, and the calls that it got. */
function makeVault(options = {}) {
  const calls: { readonly organizationId: string | undefined; readonly answer: Deferred<Found> }[] = [];
  const provider: SecretProvider = ({ organizationId }) => {
    const answer = defer<Found>();
    calls.push({ organizationId, answer });
    return answer.promise;
  };
  const bench = makeHandlingBench({ secret: provider, ...options });
  const from = (organizationId: string | undefined, received: string = secret) =>
    bench.receiver
      .receive(delivery({ headers: { "organization-id": organizationId, "callback-secret": received } }))
      .then(answerOf);
  return { ...bench, calls, from };
}

describe("concurrent calls for one organization", () => {
  test("are one call, and each delivery is judged by itself", async () => {
    const { calls, from, events } = makeVault();
    const good = Array.from({ length: 100 }, () => from("org-1"));
    const bad = Array.from({ length: 100 }, () => from("org-1", "guess"));
    calls[0]?.answer.resolve(secret);

    expect(new Set(await Promise.all(good))).toEqual(new Set(["200 handled"]));
    expect(new Set(await Promise.all(bad))).toEqual(new Set(["401 secret_mismatch"]));
    expect(calls.map(({ organizationId }) => organizationId)).toEqual(["org-1"]);
    expect(events).toHaveLength(100);
  });

  test("are not joined with those for another, or for none", async () => {
    const { calls, from } = makeVault();
    const answers = [from("org-1"), from("org-2"), from(undefined), from("org-2"), from("")];
    expect(calls.map(({ organizationId }) => organizationId)).toEqual(["org-1", "org-2", undefined, ""]);
    calls[0]?.answer.resolve(undefined);
    calls[1]?.answer.resolve(["another", secret]);
    calls[2]?.answer.resolve("another");
    calls[3]?.answer.reject(new Error("down"));

    expect(await Promise.all(answers)).toEqual([
      "401 organization_unknown",
      "200 handled",
      "401 secret_mismatch",
      "200 handled",
      "500 secret_unavailable",
    ]);
  });

  test.each<[string, (answer: Deferred<Found> | undefined) => void, string]>([
    ["a secret", (answer) => answer?.resolve("another"), "401 secret_mismatch"],
    ["nothing", (answer) => answer?.resolve(undefined), "401 organization_unknown"],
    ["what is no secret", (answer) => answer?.resolve(5 as never), "500 secret_unavailable"],
    ["a failure", (answer) => answer?.reject(new Error("down")), "500 secret_unavailable"],
  ])("leave nothing behind after %s: the next delivery asks again", async (_title, end, first) => {
    const { calls, from } = makeVault();
    const early = from("org-1");
    end(calls[0]?.answer);
    expect(await early).toBe(first);

    const next = from("org-1");
    calls[1]?.answer.resolve(secret);
    expect(await next).toBe("200 handled");
    expect(calls).toHaveLength(2);
  });
});

describe("a call that never ends", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  test("is joined by nobody after the first deadline that it has missed", async () => {
    const { calls, from, told } = makeVault({ deadlineMs: 1_000 });
    const first = from("org-1");
    await vi.advanceTimersByTimeAsync(600);
    const second = from("org-1");
    await vi.advanceTimersByTimeAsync(400);
    expect(await first).toBe("500 secret_unavailable");

    const third = from("org-1");
    await vi.advanceTimersByTimeAsync(0);
    expect(calls).toHaveLength(2);
    // The second has waited for the first call, whose end must not take the call of the third away.
    await vi.advanceTimersByTimeAsync(600);
    expect(await second).toBe("500 secret_unavailable");
    const fourth = from("org-1");
    expect(calls).toHaveLength(2);
    calls[1]?.answer.resolve(secret);
    expect([await third, await fourth]).toEqual(["200 handled", "200 handled"]);
    expect(brief(told).filter((name) => name.startsWith("failed"))).toEqual(
      Array(2).fill("failed secret_unavailable"),
    );
    expect(told.find(({ name }) => name === "failed")?.detail).toMatchObject({
      error: {
        cause: {
          code: "deadline_exceeded",
          message: expect.stringMatching(/^It took longer than deadlineMs/),
        },
      },
    });
  });
});

test("a secret function that needs no promise is asked by each delivery", async () => {
  let calls = 0;
  const { receiver, told } = makeHandlingBench({
    secret: () => {
      calls++;
      return ["another", secret];
    },
  });
  expect(answerOf(await receiver.receive(delivery()))).toBe("200 handled");
  expect(only(told, "handled").secretIndex).toBe(1);
  await Promise.all([receiver.receive(delivery()), receiver.receive(delivery())]);
  expect(calls).toBe(3);
});

test("a receiver without a secret has the organization of a delivery, and no index", async () => {
  const { receiver, told } = makeHandlingBench({ secret: null });
  await receiver.receive(delivery({ headers: { "callback-secret": undefined } }));

  expect(only(told, "handled")).toMatchObject({ organizationId: "org-7d1f", secretIndex: undefined });
});
