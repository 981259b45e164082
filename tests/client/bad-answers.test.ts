import { type CmpClientError, createCmpClient } from "optimizely-cmp-webhooks/client";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { describe, expect, test } from "vitest";
import { callsOf, errorOf, start } from "./kit.js";

/** Valid JSON, which V8 parses and cannot stringify. */
const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;

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

  test.each([
    ["message", deep],
    ["detail", `[${deep}]`],
  ])("an error whose %s is nested too deep to be written is one like any other", async (member, value) => {
    const { api, client } = await start();
    api.fail({ path: "/v3", status: 400, body: `{"${member}":${value}}` });
    const error = await errorOf(client.follow(api.put("/v3/tasks/1", {})));
    expect(error).toMatchObject({ code: "request_failed", status: 400 });
  });

  test("what fetch threw is the cause", async () => {
    const { api, client } = await start({ retries: 0 });
    const link = api.put("/v3/tasks/1", {});
    api.fail({ path: "/v3", kind: "lose" });
    const { cause } = await errorOf(client.follow(link));
    expect(cause).toMatchObject({ message: expect.any(String) });
  });
});

const webhook = {
  name: "Ours",
  callbackUrl: "https://x.test/",
  secret: "s3cret",
  eventNames: ["task_added"],
};

test("a description that is no string is not sent back, nor made one", async () => {
  const { api, client } = await start();
  await client.registerWebhook(webhook, { execute: true });
  api.fail({
    path: "/v3/settings",
    body: { resources: { webhooks: [{ name: "Ours", description: { toString: 1, valueOf: 1 } }] } },
  });
  expect((await client.registerWebhook(webhook, { execute: true })).action).toBe("update");
  expect(api.webhooks[0]?.description).toBe("");
});

test("a base URL may end with a slash", async () => {
  const { api, getAccessToken } = await start();
  const { allowedOrigins } = api.clientOptions;
  const client = createCmpClient({ getAccessToken, allowedOrigins, baseUrl: `${api.origin}/v3/` });
  await client.registerWebhook(webhook);
  expect(callsOf(api)).toEqual(["GET /v3/settings 200", "POST /v3/settings 200"]);
});

test("a message is of a bounded length, with its reason, however long a link or a label is", async () => {
  const { api, client } = await start();
  const error = await errorOf(client.follow(`${api.origin}/v3/${"x".repeat(10_000)}`));
  expect(error.message).toMatch(/must be 200, received 404/);
  const event = api.adopt(createEvent("content_preview_requested"));
  const previews = { ["x".repeat(10_000)]: "" };
  await expect(client.completePreview(event, previews)).rejects.toThrow(/^The URL of x{989}$/);
});

test("a secret that is a word of ours is hidden once", async () => {
  const { api, client } = await start();
  api.fail({ path: "/v3", status: 422, body: { message: "The secret is bad" } });
  const { message } = await errorOf(client.registerWebhook({ ...webhook, secret: "secret" }));
  expect(message).toContain('"The [secret] is bad"');
});
