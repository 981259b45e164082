import { clientCredentials, createCmpClient } from "optimizely-cmp-webhooks/client";
import { createCmpApi, createVirtualClock } from "optimizely-cmp-webhooks/testing";
import { describe, expect, test } from "vitest";
import { callsOf, createManualClock, errorOf, start, tokensOf } from "./kit.js";

describe("a token", () => {
  test("is asked for once, however many callers there are", async () => {
    const { api, getAccessToken } = await start();
    const tokens = await Promise.all(Array.from({ length: 20 }, () => getAccessToken()));
    expect(new Set(tokens).size).toBe(1);
    expect(tokensOf(api)).toBe(1);
  });

  test.each([
    ["an hour", 3_600, 3_300_000],
    ["ten minutes", 600, 300_000],
    ["a minute", 60, 30_000],
  ])(
    "that is good for %s is kept until five minutes before, or for half of it",
    async (_name, expiresIn, keptMs) => {
      const api = await createCmpApi({ expiresIn });
      const clock = createManualClock();
      const getAccessToken = clientCredentials({ ...api.credentials, clock });
      const first = await getAccessToken();
      clock.pass(keptMs - 1);
      expect(await getAccessToken()).toBe(first);
      clock.pass(1);
      expect(await getAccessToken()).not.toBe(first);
      await api.close();
    },
  );

  test("is a form with the id and the secret, and nothing in the address", async () => {
    const { api, getAccessToken } = await start();
    await getAccessToken();
    const { clientId, clientSecret } = api.credentials;
    const body = `grant_type=client_credentials&client_id=${clientId}&client_secret=${clientSecret}`;
    expect(api.requests).toMatchObject([
      { method: "POST", url: "/o/oauth2/v1/token", authorization: undefined, body },
    ]);
  });

  test("one caller can stop waiting, and the others get theirs", async () => {
    const { api, getAccessToken } = await start();
    const leaving = new AbortController();
    const [left, stayed] = [getAccessToken({ signal: leaving.signal }), getAccessToken()];
    leaving.abort();
    expect((await errorOf(left)).code).toBe("aborted");
    expect(await stayed).toContain("token-1");
    expect(tokensOf(api)).toBe(1);
  });

  test("is not asked for by a caller that has left already", async () => {
    const { api, getAccessToken } = await start();
    expect((await errorOf(getAccessToken({ signal: AbortSignal.abort() }))).code).toBe("aborted");
    expect(api.requests).toEqual([]);
  });

  test("is asked for again after a failure", async () => {
    const { api, getAccessToken } = await start();
    api.fail({ status: 400 });
    expect((await errorOf(getAccessToken())).code).toBe("token_unavailable");
    expect(await getAccessToken()).toContain("token-1");
  });

  test("may be had from the result or from its member", async () => {
    const { getAccessToken } = await start();
    expect(await getAccessToken.getAccessToken()).toBe(await getAccessToken());
  });
});

describe("after a 401", () => {
  test("the token is renewed, once for all calls that were refused", async () => {
    const { api, client, getAccessToken } = await start();
    await getAccessToken();
    api.revokeTokens();
    const link = api.put("/v3/tasks/1", { id: "1" });
    const values = await Promise.all([client.follow(link), client.follow(link), client.follow(link)]);
    expect(values).toEqual([{ id: "1" }, { id: "1" }, { id: "1" }]);
    expect(tokensOf(api)).toBe(2);
  });

  test("with the new token too, the call fails", async () => {
    const { api, client } = await start();
    const link = api.put("/v3/tasks/1", {});
    api.fail({ path: "/v3/tasks", status: 401, times: 9 });
    const error = await errorOf(client.follow(link));
    expect(error).toMatchObject({ code: "unauthorized", status: 401 });
    expect(callsOf(api)).toHaveLength(2);
  });

  test("a function that has no other token is not tried again", async () => {
    const { api } = await start();
    const link = api.put("/v3/tasks/1", {});
    const rejected: unknown[] = [];
    const client = createCmpClient({
      ...api.clientOptions,
      getAccessToken: (options) => {
        rejected.push(options.rejected);
        return "a-token-of-a-vault";
      },
    });
    expect((await errorOf(client.follow(link))).code).toBe("unauthorized");
    expect(rejected).toEqual([undefined, "a-token-of-a-vault"]);
    expect(callsOf(api)).toHaveLength(1);
  });
});

describe("bad answers of the token endpoint", () => {
  const rows: readonly (readonly [string, object, RegExp])[] = [
    ["down", { kind: "cut", times: 9 }, /received none/],
    ["400", { status: 400, body: { error: "invalid_grant" } }, /received 400/],
    ["401", { status: 401 }, /received 401/],
    ["500", { status: 500 }, /received 500/],
    ["503", { status: 503, times: 9 }, /received 503/],
    ["a redirect", { status: 302, headers: { location: "http://127.0.0.1:1/" } }, /received 302/],
    ["HTML", { body: "<!doctype html><p>Log in" }, /must be JSON, received text\/html/],
    ["nothing", { body: "" }, /must be JSON/],
    ["no token", { body: { expires_in: 3600 } }, /access_token must be a non-empty string/],
    ["a token that is no string", { body: { expires_in: 3600, access_token: 7 } }, /access_token must be/],
    ["without expires_in", { body: { access_token: "t" } }, /expires_in must be a number of seconds/],
    ["a negative expires_in", { body: { access_token: "t", expires_in: -1 } }, /expires_in must be/],
    ["null", { body: "null" }, /expires_in must be/],
  ];

  test.each(rows)("%s", async (_name, fault, reason) => {
    const { api, client } = await start();
    api.fail(fault);
    const error = await errorOf(client.follow(api.put("/v3/tasks/1", {})));
    expect(error.code).toBe("token_unavailable");
    expect(error.message).toMatch(/^Check clientId, clientSecret and tokenUrl\. /);
    expect(error.message).toMatch(reason);
    expect(callsOf(api)).toEqual([]);
  });

  test("an endpoint that was down for a moment is tried again", async () => {
    const { api, getAccessToken } = await start();
    api.fail({ kind: "cut" });
    api.fail({ status: 503 });
    expect(await getAccessToken()).toContain("token-1");
  });

  test("one that does not answer is waited for as long as timeoutMs says", async () => {
    const api = await createCmpApi();
    const clock = createManualClock();
    api.fail({ kind: "hang" });
    const call = clientCredentials({ ...api.credentials, clock, timeoutMs: 5_000 })();
    clock.pass(5_000);
    const error = await errorOf(call);
    expect(error.code).toBe("token_unavailable");
    expect(error.message).toContain("must end within 5000 ms");
    await api.close();
  });

  test("nobody listens there", async () => {
    const api = await createCmpApi();
    await api.close();
    const clock = createVirtualClock();
    const error = await errorOf(clientCredentials({ ...api.credentials, clock })());
    expect(error.code).toBe("token_unavailable");
    expect(error.message).toContain(api.credentials.tokenUrl);
  });
});

test.each([
  ["throws", () => Promise.reject(new Error("the vault is sealed")), /getAccessToken failed/],
  [
    "gives no string",
    () => undefined as never,
    /The access token must be visible ASCII characters, received undef/,
  ],
  ["gives an empty one", () => "", /visible ASCII/],
  ["gives one with a line break", () => "secret-token\n", /visible ASCII/],
])("a function that %s", async (_name, getAccessToken, reason) => {
  const { api, client } = await start({ getAccessToken });
  const error = await errorOf(client.follow(api.put("/v3/tasks/1", {})));
  expect(error.code).toBe("token_unavailable");
  expect(error.message).toMatch(reason);
  expect(api.requests).toEqual([]);
});
