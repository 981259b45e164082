import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createVirtualClock } from "optimizely-cmp-webhooks/testing";
import { describe, expect, it, test, vi } from "vitest";
import { listen } from "../support/hosts.js";
import { answering, attemptsOf, days, eventsOf, minute, simulate } from "./simulator-kit.js";

describe("an attempt", () => {
  it("tells what was sent, when, and what became of it", async () => {
    const [first, second, ...others] = await attemptsOf({ target: answering(500) });
    expect(first).toEqual({
      id: 0,
      event: eventsOf(1)[0],
      copy: 0,
      attempt: 1,
      at: 0,
      status: 500,
      body: "",
      ms: expect.any(Number),
      acknowledged: false,
      outcome: "retrying",
      retryAt: second?.at,
    });
    expect(second).toMatchObject({ attempt: 2, status: 200, outcome: "acknowledged", retryAt: undefined });
    expect(others).toEqual([]);
  });

  it.each([201, 204, 301, 302, 307, 400, 401, 404, 500, 503])(
    "fails with %i, and is tried again",
    async (status) => {
      const target = { fetch: vi.fn(answering(status).fetch) };
      const ledger = await simulate({ target }).run(eventsOf(1)).finish();
      expect(ledger.get(0)).toMatchObject({ attempts: 2, acknowledgements: 1, outcome: "delivered_once" });
    },
  );

  it.each([200, 202])("is the last with %i", async (status) => {
    const ledger = await simulate({ target: answering(status, 500) })
      .run(eventsOf(1))
      .finish();
    expect(ledger.get(0)).toMatchObject({ attempts: 1, lastStatus: status, outcome: "delivered_once" });
  });

  it("that is not answered in time fails, in real time, and is tried again", async () => {
    let calls = 0;
    const fetch = (): Promise<Response> | Response =>
      calls++ === 0 ? new Promise(() => {}) : new Response();
    // Long enough for the second answer on a busy machine.
    const attempts = await attemptsOf({ target: { fetch }, timeoutMs: 500 });
    expect(attempts.map(({ status, outcome }) => `${status} ${outcome}`)).toEqual([
      "0 retrying",
      "200 acknowledged",
    ]);
    expect(attempts[0]?.error?.message).toBe("No answer within 500 ms");
  });
});

describe("the back-off", () => {
  const down = { fetch: () => new Response(null, { status: 500 }) };

  it("doubles each time, less up to a half, for three days and no longer", async () => {
    const clock = createVirtualClock();
    const attempts = await attemptsOf({ target: down, clock });
    const intervals = attempts.slice(1).map(({ at }, index) => at - (attempts[index]?.at ?? 0));
    intervals.forEach((interval, index) => {
      expect(interval).toBeLessThanOrEqual(minute * 2 ** index);
      expect(interval).toBeGreaterThan((minute * 2 ** index) / 2);
    });
    expect(attempts.length).toBeGreaterThan(10);
    const last = attempts.at(-1);
    expect(last).toMatchObject({ outcome: "given_up", retryAt: undefined });
    expect(last?.at).toBeLessThanOrEqual(3 * days);
    expect(last?.at).toBeGreaterThan(days / 2);
    expect(clock.now()).toBe(last?.at);
  });

  it("is cut at random, so that what failed together does not come together again", async () => {
    const attempts = await attemptsOf({ target: answering(...Array(20).fill(500)) }, 20);
    const waits = attempts.filter(({ attempt }) => attempt === 1).map(({ retryAt = 0, at }) => retryAt - at);
    expect(new Set(waits).size).toBe(20);
    expect(Math.min(...waits)).toBeLessThan(0.7 * minute);
    expect(Math.max(...waits)).toBeGreaterThan(0.8 * minute);
  });

  it("is as long as its options say", async () => {
    const random = (): number => 0;
    const attempts = await attemptsOf({ target: down, firstRetryMs: 1_000, retryForMs: 15_000, random });
    expect(attempts.map(({ attempt }) => attempt)).toEqual(attempts.map((_, index) => index + 1));
    expect(attempts.length).toBeGreaterThanOrEqual(4);
    expect(attempts.length).toBeLessThanOrEqual(6);
    expect(attempts.at(-1)?.at).toBeLessThanOrEqual(15_000);
    expect(await attemptsOf({ target: down, retryForMs: 0 })).toHaveLength(1);
  });

  it("ends when the target is up again", async () => {
    const clock = createVirtualClock();
    const fetch = (): Response => new Response(null, { status: clock.now() < days ? 503 : 200 });
    const ledger = await simulate({ target: { fetch }, clock, concurrency: 10 }).run(eventsOf(50)).finish();
    expect(ledger.deliveredOnce).toHaveLength(50);
    expect(clock.now()).toBeGreaterThan(days);
  });

  it("ends in a ledger that says so", async () => {
    const ledger = await simulate({ target: down, concurrency: 10 }).run(eventsOf(3)).finish();
    expect(ledger.givenUp.map(({ id }) => id)).toEqual([0, 1, 2]);
    expect(ledger.givenUp[0]).toMatchObject({ acknowledgements: 0, lastStatus: 500, outcome: "given_up" });
    expect(ledger.attempts).toBe(ledger.entries.reduce((sum, { attempts }) => sum + attempts, 0));
  });
});

test("it goes to a URL, and a connection that is refused is a failure like others", async () => {
  const host = await listen(createServer((_request, response) => response.end()));
  const url = `http://127.0.0.1:${host.port}/`;
  expect((await simulate({ url }).run(eventsOf(3)).finish()).deliveredOnce).toHaveLength(3);
  await host.close();
  const [attempt] = await attemptsOf({ url: new URL(url), retryForMs: 0 });
  expect(attempt).toMatchObject({ status: 0, outcome: "given_up", error: { message: /ECONNREFUSED/ } });
});

test("a listener is served until the run ends, and no longer", async () => {
  const hosts = new Set<string>();
  const listener = ({ headers }: IncomingMessage, response: ServerResponse): void => {
    hosts.add(headers.host ?? "");
    response.end();
  };
  await simulate({ target: listener }).run(eventsOf(5)).finish();
  expect(hosts.size).toBe(1);
  const [attempt] = await attemptsOf({ url: `http://${[...hosts][0]}/`, retryForMs: 0 });
  expect(attempt?.error?.message).toMatch(/ECONNREFUSED/);
});

test("it sends secret, organization, path and headers as it is told", async () => {
  const seen: unknown[] = [];
  const fetch = ({ url, headers }: Request): Response => {
    const names = ["callback-secret", "organization-id", "x-later"];
    seen.push([new URL(url).pathname, ...names.map((name) => headers.get(name))]);
    return new Response();
  };
  const sender = { secret: "the secret", organizationId: "the organization" };
  await simulate({ target: { fetch }, ...sender, path: "/cmp", headers: { "x-later": "1" } })
    .run(eventsOf(1))
    .finish();
  expect(seen).toEqual([["/cmp", "the secret", "the organization", "1"]]);
});

test("a target that is of another kind ends the run with an error", async () => {
  const target = { fetch: () => "no response" as never };
  await expect(simulate({ target }).run(eventsOf(3)).finish()).rejects.toThrow(/taken for a Fetch handler/);
});
