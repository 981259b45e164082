import { type CmpClientError, createCmpClient } from "optimizely-cmp-webhooks/client";
import { createCmpApi } from "optimizely-cmp-webhooks/testing";
import { describe, expect, test } from "vitest";
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
});

describe("bad answers", () => {
  const rows: readonly (readonly [string, object, Partial<CmpClientError>, RegExp])[] = [
    [
      "200 with HTML",
      { body: "<html>Log in" },
      { code: "malformed_answer" },
      /JSON, received text\/html\. Does a proxy/,
    ],
    ["200 with broken JSON", { body: '{"id":' }, { code: "malformed_answer" }, /must be JSON/],
    ["200 with nothing", { body: "" }, { code: "malformed_answer" }, /must be JSON/],
    ["204", { status: 204 }, { code: "request_failed", status: 204 }, /must be 200, received 204/],
    [
      "400",
      { status: 400, body: { message: "no such filter" } },
      { code: "request_failed", status: 400 },
      /400 "no such filter"/,
    ],
    ["403", { status: 403 }, { code: "request_failed", status: 403 }, /received 403/],
    ["404", { status: 404, body: { message: 7 } }, { code: "request_failed", status: 404 }, /received 404/],
    [
      "500 with HTML",
      { status: 500, body: "<h1>Oops" },
      { code: "request_failed", status: 500 },
      /received 500/,
    ],
    [
      "429, each time",
      { status: 429, times: 9 },
      { code: "rate_limited", status: 429 },
      /Set requestsPerSecond/,
    ],
    ["503, each time", { status: 503, times: 9 }, { code: "unavailable", status: 503 }, /Try again later/],
    ["no answer, each time", { kind: "cut", times: 9 }, { code: "unavailable", status: 0 }, /received none/],
    ["a redirect without a target", { status: 302 }, { code: "request_failed", status: 302 }, /received 302/],
    [
      "more than 10 MiB",
      { body: " ".repeat(10 * 2 ** 20 + 1) },
      { code: "answer_too_large" },
      /at most 10485760 bytes, received more\. Ask for smaller pages\.$/,
    ],
  ];

  test.each(rows)("%s", async (_name, fault, expected, message) => {
    const { api, client } = await start();
    api.fail({ path: "/v3", ...fault });
    const error = await errorOf(client.follow(`${api.put("/v3/tasks/1", {})}?key=in-the-query`));
    expect(error).toMatchObject(expected);
    expect(error.message).toMatch(message);
    expect(error.message).toContain(`GET ${api.origin}/v3/tasks/1`);
    expect(error.message).not.toContain("in-the-query");
  });

  test("of an answer of 100 MB no more is read than 10 MiB", async () => {
    let read = 0;
    const body = new ReadableStream({
      pull(controller) {
        read += 2 ** 20;
        controller.enqueue(new Uint8Array(2 ** 20).fill(32));
        if (read >= 100 * 2 ** 20) controller.close();
      },
    });
    const client = createCmpClient({ getAccessToken: () => "t", fetch: async () => new Response(body) });
    const { code } = await errorOf(client.follow("https://api.cmp.optimizely.com/v3/tasks/1"));
    expect(code).toBe("answer_too_large");
    expect(read).toBeLessThanOrEqual(12 * 2 ** 20);
  });

  test("what fetch threw is the cause", async () => {
    const { api, client } = await start({ retries: 0 });
    const link = api.put("/v3/tasks/1", {});
    api.fail({ path: "/v3", kind: "lose" });
    const { cause } = await errorOf(client.follow(link));
    expect(cause).toMatchObject({ message: expect.any(String) });
  });
});

describe("pages", () => {
  test("come one after the other, and end with the last", async () => {
    const { api, client } = await start();
    const link = api.putList(
      "/v3/tasks",
      Array.from({ length: 25 }, (_, id) => ({ id })),
    );
    const sizes: number[] = [];
    for await (const { data } of client.pages<{ data: object[] }>(link)) sizes.push(data.length);
    expect(sizes).toEqual([10, 10, 5]);
  });

  test("are not asked for when nobody wants them", async () => {
    const { api, client } = await start();
    const link = api.putList(
      "/v3/tasks",
      Array.from({ length: 25 }, (_, id) => ({ id })),
    );
    for await (const page of client.pages(link)) {
      expect(page).toBeTypeOf("object");
      break;
    }
    expect(callsOf(api)).toHaveLength(1);
  });

  test("lead nowhere else", async () => {
    const { api, client } = await start();
    const link = api.put("/v3/tasks", { data: [], pagination: { next: "https://evil.test/" } });
    const pages = client.pages(link);
    expect((await pages.next()).done).toBe(false);
    expect((await errorOf(pages.next())).code).toBe("link_not_allowed");
  });

  test("in a circle come to an end", async () => {
    let count = 0;
    const link = "https://api.cmp.optimizely.com/v3/tasks";
    const client = createCmpClient({
      getAccessToken: () => "t",
      fetch: async () => Response.json({ pagination: { next: link }, count: count++ }),
    });
    const error = await errorOf(
      (async () => {
        for await (const page of client.pages(link)) expect(page).toBeTypeOf("object");
      })(),
    );
    expect(error.code).toBe("malformed_answer");
    expect(count).toBe(1_000);
  });

  test.each([null, [], {}, { pagination: null }, { pagination: { next: 7 } }])(
    "end with %j",
    async (body) => {
      const { api, client } = await start();
      const pages = client.pages(api.put("/v3/tasks", body));
      expect(await pages.next()).toEqual({ done: false, value: body });
      expect((await pages.next()).done).toBe(true);
    },
  );
});

test.each([
  [{ getAccessToken: undefined as never }, /^getAccessToken must be a function$/],
  [{ timeoutMs: 0 }, /^timeoutMs and requestsPerSecond must be above 0$/],
  [{ requestsPerSecond: -1 }, /^timeoutMs and requestsPerSecond must be above 0$/],
  [{ retries: -1 }, /^retries must be 0 or more$/],
  [{ allowedOrigins: ["http://127.0.0.1:4010/"] }, /^allowedOrigins must be such as/],
  [{ allowedOrigins: ["api.cmp.optimizely.com"] }, /^allowedOrigins must be such as/],
  [{ allowedOrigins: ["null"] }, /^allowedOrigins must be such as/],
  [{ allowedOrigins: ["javascript:1"] }, /^allowedOrigins must be such as/],
])("wrong use throws at once: %j", (wrong, message) => {
  expect(() => createCmpClient({ getAccessToken: () => "t", ...wrong })).toThrow(TypeError);
  expect(() => createCmpClient({ getAccessToken: () => "t", ...wrong })).toThrow(message);
});
