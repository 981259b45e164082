import { createCmpClient } from "optimizely-cmp-webhooks/client";
import { describe, expect, test } from "vitest";
import { callsOf, errorOf, start, tokensOf } from "./kit.js";

/** A client that would send its token to CMP itself, and what it was asked to send. */
function recording() {
  const sent: string[] = [];
  const client = createCmpClient({
    getAccessToken: () => "the-token",
    fetch: async (url, { headers, redirect }) => {
      sent.push(`${url} ${headers["authorization"]} ${redirect}`);
      return new Response("{}");
    },
  });
  return { client, sent };
}

test.each([
  "https://api.cmp.optimizely.com/v3/tasks/1",
  "https://api.welcomesoftware.com/v3/tasks/1?expand=all",
  "https://api.newscred.com/v3/tasks/1",
  "https://API.cmp.optimizely.com:443/v3/tasks/1",
])("the token goes to CMP: %s", async (link) => {
  const { client, sent } = recording();
  expect(await client.follow(link)).toEqual({});
  expect(sent).toEqual([`${new URL(link).href} Bearer the-token manual`]);
});

const foreign = [
  "",
  "/v3/tasks/1",
  "tasks/1",
  "//api.cmp.optimizely.com/v3/tasks/1",
  "javascript:alert(1)",
  "data:application/json,{}",
  "file:///etc/passwd",
  "blob:https://api.cmp.optimizely.com/1",
  "http://api.cmp.optimizely.com/v3/tasks/1",
  "ftp://api.cmp.optimizely.com/v3/tasks/1",
  "https://api.cmp.optimizely.com@evil.test/",
  "https://user:password@api.cmp.optimizely.com/v3/tasks/1",
  "https://api.cmp.optimizely.com.evil.test/",
  "https://evil.test/https://api.cmp.optimizely.com/",
  "https://evil.test\\@api.cmp.optimizely.com/",
  "https://api.cmp.optimizely.com./v3",
  "https://api.cmp.optimizely.com:8443/v3",
  "https://xapi.cmp.optimizely.com/",
  "https://optimizely.com/",
  "https://api.cmp.optimizelу.com/",
  "https://127.0.0.1/",
  "https://[::1]/",
  "https://169.254.169.254/latest/meta-data",
];

test.each(foreign)("nothing is sent to %j", async (link) => {
  const { client, sent } = recording();
  const { code, message } = await errorOf(client.follow(link));
  expect(code).toBe("link_not_allowed");
  expect(message).toMatch(/^A link must be to https:\/\/api\.cmp\.optimizely\.com or .*allowedOrigins\.$/);
  expect(message).not.toContain("password");
  expect(sent).toEqual([]);
});

test.each([undefined, null, 7, {}, ["https://api.cmp.optimizely.com/"]])(
  "nothing is sent to %j",
  async (link) => {
    const { client, sent } = recording();
    expect((await errorOf(client.follow(link as string))).code).toBe("link_not_allowed");
    expect(sent).toEqual([]);
  },
);

test("no token is asked for, for a link that is not followed", async () => {
  const { api, client } = await start();
  await errorOf(client.follow("https://evil.test/"));
  expect(tokensOf(api)).toBe(0);
});

test("allowedOrigins takes the place of CMP's own", async () => {
  const { client } = await start();
  expect((await errorOf(client.follow("https://api.cmp.optimizely.com/v3"))).code).toBe("link_not_allowed");
});

describe("redirects", () => {
  test("are followed, relative ones too, and the token goes along", async () => {
    const { api, client } = await start();
    const link = api.putRedirect("/v3/asset-urls/1", "/v3/assets/1");
    api.putRedirect("/v3/assets/1", api.put("/v3/images/1", { url: "https://files.example.com/1.jpg" }));
    expect(await client.follow(link)).toEqual({ url: "https://files.example.com/1.jpg" });
    expect(callsOf(api)).toEqual([
      "GET /v3/asset-urls/1 302",
      "GET /v3/assets/1 302",
      "GET /v3/images/1 200",
    ]);
  });

  test("go on to another allowed origin", async () => {
    const [one, other] = [await start(), await start()];
    const link = one.api.putRedirect("/v3/asset-urls/1", other.api.put("/v3/images/1", { id: "1" }));
    const token = await other.getAccessToken();
    one.api.fail({ status: 302, headers: { location: `${other.api.origin}/v3/images/1` } });
    const client = createCmpClient({
      getAccessToken: () => token,
      allowedOrigins: [one.api.origin, other.api.origin],
    });
    expect(await client.follow(link)).toEqual({ id: "1" });
  });

  test.each(foreign.filter((link) => URL.canParse(link)))("are not followed to %s", async (location) => {
    const { api, client } = await start();
    const { code } = await errorOf(client.follow(api.putRedirect("/v3/asset-urls/1", encodeURI(location))));
    expect(code).toBe("link_not_allowed");
    expect(api.requests).toHaveLength(2);
  });

  test("are not followed to another server by a relative location", async () => {
    const { api, client } = await start();
    const { code, message } = await errorOf(
      client.follow(api.putRedirect("/v3/asset-urls/1", "//evil.test/x")),
    );
    expect(code).toBe("link_not_allowed");
    expect(message).toContain("received http://evil.test.");
  });

  test("in a circle come to an end", async () => {
    const { api, client } = await start();
    const error = await errorOf(client.follow(api.putRedirect("/v3/asset-urls/1", "/v3/asset-urls/1")));
    expect(error.code).toBe("too_many_redirects");
    expect(error.message).toMatch(/must be within 3 redirects, received more\. Report the link to CMP\.$/);
    expect(callsOf(api)).toHaveLength(4);
  });

  test("are followed after 301, 302, 303, 307 and 308, and after no other status", async () => {
    for (const status of [301, 302, 303, 307, 308, 300, 304, 305, 306, 404, 410]) {
      const { api, client } = await start();
      const link = api.put("/v3/new", { id: "1" });
      api.fail({ path: "/v3/old", status, headers: { location: link } });
      const followed = client.follow(`${api.origin}/v3/old`);
      if ([301, 302, 303, 307, 308].includes(status)) expect(await followed).toEqual({ id: "1" });
      else expect(await errorOf(followed)).toMatchObject({ code: "request_failed", status });
    }
  });

  test.each([301, 302, 303])("a report is not turned into a GET by %i", async (status) => {
    const { api, client } = await start();
    const link = api.put("/v3/reports", {});
    api.fail({ path: "/v3/reports", status, headers: { location: link } });
    const event = {
      event_name: "asset_synced",
      data: { publishing_event: { links: { publishing_metadata: link } } },
    };
    const error = await errorOf(
      client.reportPublishing(event as never, [{ asset_id: "1", status: "failed" }]),
    );
    expect(error).toMatchObject({ code: "request_failed", status });
    expect(callsOf(api)).toHaveLength(1);
  });

  test("a report goes on with its body after 307 and 308", async () => {
    const { api, client } = await start();
    const { event, link } = reported(api);
    api.fail({ path: "/v3/old", status: 308, headers: { location: link } });
    api.fail({ path: "/v3/old", status: 307, headers: { location: link } });
    event.data.publishing_event.links.publishing_metadata = `${api.origin}/v3/old`;
    const results = [{ asset_id: "1", status: "failed" }] as const;
    await client.reportPublishing(event as never, results);
    expect(api.requests.at(-1)).toMatchObject({ method: "POST", body: { data: results } });
  });
});

function reported(api: Awaited<ReturnType<typeof start>>["api"]) {
  const link = `${api.origin}/v3/publishing-events/1/publishing-metadata`;
  return {
    link,
    event: api.adopt({
      event_name: "asset_synced",
      data: { publishing_event: { links: { publishing_metadata: link } } },
    }),
  };
}
