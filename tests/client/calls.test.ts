import { getEventListeners } from "node:events";
import { createCmpClient } from "optimizely-cmp-webhooks/client";
import { createCmpApi } from "optimizely-cmp-webhooks/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { callsOf, createManualClock, errorOf, start } from "./kit.js";

describe("follow", () => {
  test("resolves to the JSON that the link leads to", async () => {
    const { api, client } = await start();
    expect(await client.follow<{ id: string }>(api.put("/v3/tasks/1", { id: "1" }))).toEqual({ id: "1" });
    expect(api.requests.at(-1)).toMatchObject({ method: "GET", body: undefined });
  });

  test.each([429, 502, 503, 504])("tries again after %i", async (status) => {
    const { api, client } = await start();
    api.fail({ path: "/v3", status, times: 3 });
    expect(await client.follow(api.put("/v3/tasks/1", { id: "1" }))).toEqual({ id: "1" });
    expect(callsOf(api)).toHaveLength(4);
  });

  test("tries again after an answer that was cut off", async () => {
    const { api, client } = await start();
    api.fail({ path: "/v3", kind: "cut", body: '{"id":', times: 2 });
    expect(await client.follow(api.put("/v3/tasks/1", { id: "1" }))).toEqual({ id: "1" });
  });

  test.each([
    ["Retry-After in seconds", () => "7", 7_000],
    ["Retry-After as a date", () => new Date(Date.now() + 20_000).toUTCString(), 18_000],
    ["a Retry-After of 0: the back-off", () => "0", 250],
    ["no number", () => "soon", 250],
    ["nothing", () => undefined, 250],
  ])("waits by %s", async (_name, value, least) => {
    const { api, client, clock } = await start();
    const retryAfter = value();
    const headers = retryAfter === undefined ? {} : { "retry-after": retryAfter };
    api.fail({ path: "/v3", status: 429, headers });
    await client.follow(api.put("/v3/tasks/1", {}));
    expect(clock.now()).toBeGreaterThanOrEqual(least);
    expect(clock.now()).toBeLessThanOrEqual(Math.max(500, least + 2_000));
  });

  test("the back-off grows", async () => {
    const { api, client, clock } = await start({ retries: 4 });
    api.fail({ path: "/v3", status: 503, times: 4 });
    await client.follow(api.put("/v3/tasks/1", {}));
    expect(clock.now()).toBeGreaterThanOrEqual(250 + 500 + 1_000 + 2_000);
    expect(clock.now()).toBeLessThanOrEqual(2 * (250 + 500 + 1_000 + 2_000));
  });

  test("does not wait for longer than the call may take", async () => {
    const { api, client, clock } = await start();
    api.fail({ path: "/v3", status: 429, headers: { "retry-after": "86400" } });
    const error = await errorOf(client.follow(api.put("/v3/tasks/1", {})));
    expect(error).toMatchObject({ code: "rate_limited", status: 429, retryAfterMs: 86_400_000 });
    expect(clock.now()).toBe(0);
  });

  test("a call with retries of 0 is made once", async () => {
    const { api, client } = await start({ retries: 0 });
    api.fail({ path: "/v3", status: 503 });
    expect((await errorOf(client.follow(api.put("/v3/tasks/1", {})))).code).toBe("unavailable");
    expect(callsOf(api)).toHaveLength(1);
  });

  test("a call that is aborted ends at once, before and during it", async () => {
    let begin = (): void => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const { api, client } = await start({
      fetch: (url, init) => {
        if (url.endsWith("/v3/tasks/1")) begin();
        return fetch(url, init);
      },
    });
    const link = api.put("/v3/tasks/1", {});
    expect((await errorOf(client.follow(link, { signal: AbortSignal.abort() }))).code).toBe("aborted");
    expect(api.requests).toEqual([]);
    api.fail({ path: "/v3", kind: "hang" });
    const leaving = new AbortController();
    const call = client.follow(link, { signal: leaving.signal });
    await begun;
    leaving.abort();
    expect((await errorOf(call)).code).toBe("aborted");
  });

  test("a call ends when its time is over, though the server, or fetch itself, does not", async () => {
    const clock = createManualClock();
    const api = await createCmpApi();
    const link = api.put("/v3/tasks/1", {});
    const options = { getAccessToken: () => "t", clock, timeoutMs: 5_000, ...api.clientOptions };
    api.fail({ kind: "hang" });
    const calls = [
      createCmpClient(options).follow(link),
      createCmpClient({ ...options, fetch: () => new Promise(() => {}) }).follow(link),
      createCmpClient({ ...options, getAccessToken: () => new Promise(() => {}) }).follow(link),
    ];
    clock.pass(5_000);
    for (const call of calls) {
      const error = await errorOf(call);
      expect(error).toMatchObject({
        code: "timeout",
        message: "The call must end within 5000 ms. Raise timeoutMs.",
      });
    }
    await api.close();
  });

  test("requests are spaced by requestsPerSecond", async () => {
    const { api, client, clock } = await start({ requestsPerSecond: 10 });
    const link = api.put("/v3/tasks/1", {});
    for (let call = 0; call < 21; call++) await client.follow(link);
    expect(clock.now()).toBe(2_000);
  });

  test("calls that gave up while they waited in line take no time of those behind them", async () => {
    const { api, client, clock } = await start({ requestsPerSecond: 1 });
    const link = api.put("/v3/tasks/1", {});
    await client.follow(link);
    const leaving = new AbortController();
    const left = Array.from({ length: 20 }, () => errorOf(client.follow(link, { signal: leaving.signal })));
    leaving.abort();
    for (const { code } of await Promise.all(left)) expect(code).toBe("aborted");
    await client.follow(link);
    expect(clock.now()).toBe(1_000);
    expect(callsOf(api)).toHaveLength(2);
  });

  test("many calls may share a signal, without a warning of a leak", async () => {
    const { api, client } = await start();
    const warnings: Error[] = [];
    const note = (warning: Error) => void warnings.push(warning);
    process.on("warning", note);
    onTestFinished(() => void process.off("warning", note));
    const { signal } = new AbortController();
    const link = api.put("/v3/tasks/1", {});
    await Promise.all(Array.from({ length: 20 }, () => client.follow(link, { signal })));
    // A warning is emitted in a later turn.
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toEqual([]);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("more calls than fit into their time do not keep all of them from being sent", async () => {
    const { api, client } = await start({ requestsPerSecond: 1, timeoutMs: 10_000 });
    const link = api.put("/v3/tasks/1", {});
    const callAll = () => Promise.allSettled(Array.from({ length: 100 }, () => client.follow(link)));
    await callAll();
    const before = callsOf(api).length;
    await callAll();
    expect(callsOf(api).length).toBeGreaterThan(before + 5);
  });

  test("a clock that rejects a sleep when it is aborted does not stop the line", async () => {
    const clock = createManualClock();
    const sleeping = { ...clock, sleep: () => Promise.reject(new Error("The operation was aborted")) };
    const options = { getAccessToken: () => "t", fetch: async () => Response.json({}), requestsPerSecond: 1 };
    const client = createCmpClient({
      ...options,
      clock: { ...clock, sleep: (ms, { work }) => (work ? clock.sleep(ms, { work }) : sleeping.sleep()) },
    });
    const link = "https://api.cmp.optimizely.com/v3/tasks/1";
    await client.follow(link);
    await client.follow(link).catch(() => {});
    clock.pass(1_000);
    expect(await client.follow(link)).toEqual({});
  });
});
