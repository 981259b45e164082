import fc from "fast-check";
import { createCmpClient, handlePreview } from "optimizely-cmp-webhooks/client";
import { createVirtualClock } from "optimizely-cmp-webhooks/testing";
import { expect, test } from "vitest";
import { fixtures } from "../fixtures/events.js";
import { runs } from "../support/thorough.js";
import { anyText, key, mutate, mutation } from "./arbitraries.js";

const hosts = [
  "https://api.cmp.optimizely.com",
  "https://api.welcomesoftware.com",
  "https://api.newscred.com",
];

/** A client of a CMP that answers so, and the addresses that the token was sent to. */
function clientOf(answer: () => Response) {
  const sent: string[] = [];
  const client = createCmpClient({
    getAccessToken: () => "the-token",
    clock: createVirtualClock(),
    fetch: async (url) => {
      sent.push(url);
      return answer();
    },
  });
  return { client, sent };
}

/** Addresses that are near to CMP's, and others. */
const link = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        ...[
          "https:",
          "http:",
          "//",
          "/",
          "\\",
          "@",
          ":",
          ":443",
          ":8443",
          "?",
          "#",
          ".",
          " ",
          "\t",
          "%2f",
          "user:word@",
        ],
        ...[
          "api.cmp.optimizely.com",
          "api.newscred.com",
          "evil.test",
          "127.0.0.1",
          "blob:",
          "v3",
          "\u3002",
          "\u0443",
        ],
      ),
      { maxLength: 7 },
    )
    .map((parts) => parts.join("")),
  fc.webUrl(),
  anyText(),
);

test("whatever the link, and whatever a redirect says, the token goes to CMP only", async () => {
  await fc.assert(
    fc.asyncProperty(link, link, async (first, location) => {
      const headers = new Headers();
      // What no header can hold, no server can send.
      if (/^[\x20-\x7e]*$/.test(location)) headers.set("location", location);
      const { client, sent } = clientOf(() => new Response("{}", { status: 302, headers }));
      await expect(client.follow(first)).rejects.toMatchObject({ name: "CmpClientError" });
      for (const url of sent) {
        const { origin, username, password } = new URL(url);
        expect(hosts).toContain(origin);
        expect(username + password).toBe("");
      }
      expect(sent.length).toBeLessThanOrEqual(4);
    }),
    runs(300),
  );
});

test("any answer to any call resolves, or rejects with a CmpClientError", async () => {
  const status = fc.constantFrom(200, 200, 202, 204, 302, 400, 401, 409, 412, 422, 429, 500, 503);
  const body = fc.oneof(fc.json(), fc.string(), fc.constantFrom("<html>", ""));
  const event = fixtures.content_preview_requested;
  const webhook = { name: "x", callbackUrl: "https://x.test/", secret: "s", eventNames: ["task_added"] };
  await fc.assert(
    fc.asyncProperty(status, body, fc.record({ "retry-after": fc.string() }), async (status, text, given) => {
      const headers = /^[\x20-\x7e]*$/.test(given["retry-after"]) ? given : {};
      const { client } = clientOf(() => new Response(status === 204 ? null : text, { status, headers }));
      const calls = [
        client.follow("https://api.cmp.optimizely.com/v3/x"),
        client.pages("https://api.cmp.optimizely.com/v3/x").next(),
        client.acknowledgePreview(event, { acknowledgedBy: "us" }),
        client.completePreview(event, { Page: "https://x.test/" }),
        client.reportPublishing(fixtures.asset_published, []),
        client.registerWebhook(webhook),
      ];
      for (const result of await Promise.allSettled(calls)) {
        if (result.status === "rejected") expect(result.reason).toMatchObject({ name: "CmpClientError" });
      }
    }),
    runs(100),
  );
});

test("any event is answered or refused, and nothing is acknowledged that could not be completed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), key, async (mutations, label) => {
      const data = mutations.reduce<unknown>(mutate, fixtures.content_preview_requested.data);
      const event = { event_name: "content_preview_requested", data } as never;
      const { client, sent } = clientOf(() => new Response("{}"));
      const options = {
        client,
        acknowledgedBy: "us",
        canRender: () => true,
        render: () => ({ [label]: "https://x.test/" }),
      };
      const result = await handlePreview(event, options).then(
        ({ outcome }) => outcome,
        (error: unknown) => {
          expect(error).toMatchObject({ name: "CmpClientError" });
          return "refused";
        },
      );
      if (result === "completed") expect(sent).toHaveLength(2);
      if (result === "refused") expect(sent).toHaveLength(0);
      if (result === "not_renderable") expect(sent).toHaveLength(0);
    }),
    runs(60),
  );
});
