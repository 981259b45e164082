import { eventNames } from "optimizely-cmp-webhooks";
import type { WebhookRegistration } from "optimizely-cmp-webhooks/client";
import { describe, expect, test } from "vitest";
import { generalNames, publishNames } from "../../src/generated/names.js";
import { callsOf, errorOf, start } from "./kit.js";

const secret = "the-secret-of-the-webhook";
const webhook = {
  name: "Our site",
  callbackUrl: "https://hooks.example.com/cmp?site=1",
  secret,
  eventNames: ["task_added", "task_removed"],
} satisfies WebhookRegistration;

/** The webhook as CMP holds it. */
const held = {
  name: "Our site",
  description: "Made by hand",
  callback_url: "https://hooks.example.com/old",
  secret: "the-secret-of-before",
  event_names: ["task_added", "asset_added"],
};

test("without execute nothing is changed, and what would change is told", async () => {
  const { api, client } = await start();
  expect(await client.registerWebhook(webhook)).toEqual({
    executed: false,
    action: "create",
    changed: ["description", "callback_url", "secret", "event_names"],
    eventNames: ["task_added", "task_removed"],
    added: ["task_added", "task_removed"],
    warnings: [],
    changeset: { create: ["Our site"], update: [] },
  });
  expect(api.webhooks).toEqual([]);
  expect(callsOf(api)).toEqual(["GET /v3/settings 200", "POST /v3/settings 200"]);
});

test("with execute the webhook is made, and nothing else is sent", async () => {
  const { api, client } = await start();
  expect(await client.registerWebhook(webhook, { execute: true })).toMatchObject({
    executed: true,
    action: "create",
  });
  const made = {
    name: "Our site",
    description: "",
    callback_url: webhook.callbackUrl,
    secret,
    event_names: webhook.eventNames,
  };
  expect(api.webhooks).toEqual([made]);
  expect(callsOf(api).at(-1)).toBe("POST /v3/settings?execute=true 200");
  expect(api.requests.at(-1)?.body).toEqual({
    ...{ labels: [], custom_fields: {}, workflows: [], templates: [], apps: [], routing_rules: [] },
    webhooks: [made],
  });
});

test("one webhook of the name is updated, and its events are merged", async () => {
  const { api, client } = await start();
  api.webhooks.push(held);
  const change = await client.registerWebhook(webhook, { execute: true });
  expect(change).toMatchObject({
    action: "update",
    changed: ["callback_url", "secret", "event_names"],
    eventNames: ["task_added", "asset_added", "task_removed"],
    added: ["task_removed"],
    warnings: [expect.stringMatching(/^It keeps asset_added: /)],
    changeset: { create: [], update: ["Our site"] },
  });
  expect(api.webhooks).toEqual([
    { ...held, callback_url: webhook.callbackUrl, secret, event_names: change.eventNames },
  ]);
});

test("what is so already does not change", async () => {
  const { api, client } = await start();
  await client.registerWebhook(webhook, { execute: true });
  expect(await client.registerWebhook(webhook)).toMatchObject({
    action: "update",
    changed: [],
    added: [],
    warnings: [],
  });
  expect(api.webhooks).toHaveLength(1);
});

test("a description that is given takes the place of the other", async () => {
  const { api, client } = await start();
  api.webhooks.push(held);
  const change = await client.registerWebhook({ ...webhook, description: "" }, { execute: true });
  expect(change.changed).toContain("description");
  expect(api.webhooks[0]?.description).toBe("");
});

test("two webhooks of the name make a third, and there is a warning", async () => {
  const { api, client } = await start();
  api.webhooks.push(held, held);
  expect(await client.registerWebhook(webhook, { execute: true })).toMatchObject({
    action: "create",
    warnings: [expect.stringMatching(/^There are 2 webhooks of this name: CMP makes another\.$/)],
    changeset: { create: ["Our site"] },
  });
  expect(api.webhooks).toHaveLength(3);
});

test("no secret is in the result, neither the new one nor those of the export", async () => {
  const { api, client } = await start();
  api.webhooks.push(held);
  const shown = JSON.stringify(await client.registerWebhook(webhook, { execute: true }));
  expect(shown).not.toContain(secret);
  expect(shown).not.toContain(held.secret);
});

describe("what CMP could not hold or deliver to is refused before anything is sent", () => {
  const publish = /It belongs to a publishing channel of the webhook kind\.$/;
  const rows: readonly (readonly [string, Partial<Record<keyof WebhookRegistration, unknown>>, RegExp])[] = [
    ["no name", { name: "" }, /^name must be a non-empty string/],
    [
      "http",
      { callbackUrl: "http://hooks.example.com/" },
      /^callbackUrl must be an https URL without credentials/,
    ],
    ["no URL", { callbackUrl: "hooks.example.com" }, /^callbackUrl must be an https URL/],
    ["a URL of nothing", { callbackUrl: "https://" }, /^callbackUrl must be an https URL/],
    ["credentials", { callbackUrl: "https://me:password@hooks.example.com/" }, /^callbackUrl must be/],
    ["a user", { callbackUrl: "https://me@hooks.example.com/" }, /^callbackUrl must be/],
    [
      "a backslash and a user",
      { callbackUrl: "https:\\\\me:password@hooks.example.com/" },
      /^callbackUrl must be/,
    ],
    ["no secret", { secret: undefined }, /^secret must be 1 to 32 visible ASCII characters/],
    ["an empty secret", { secret: "" }, /^secret must be/],
    ["a secret of 33 characters", { secret: "x".repeat(33) }, /since CMP cuts longer ones, /],
    ["a secret with a line break", { secret: "secret-line\n" }, /^secret must be/],
    ["a secret with a blank at its end", { secret: "secret-blank " }, /^secret must be/],
    ["a secret with an umlaut", { secret: "gehäim-secret" }, /^secret must be/],
    ["no events", { eventNames: [] }, /names of events, not empty, received an array/],
    ["a misspelt event", { eventNames: ["task_aded"] }, /received task_aded\. Did you mean task_added\?$/],
    [
      "CMP's own misspelling",
      { eventNames: ["task_metadata_modifed"] },
      /Did you mean task_metadata_modified\?$/,
    ],
    ["an invented event", { eventNames: ["content_published"] }, /Did you mean \w+\?$/],
    ["a name every object has", { eventNames: ["__proto__"] }, /^eventNames must be/],
    ...publishNames.map((name) => [name, { eventNames: ["task_added", name] }, publish] as const),
  ];

  test.each(rows)("%s", async (_name, changes, message) => {
    const { api, client } = await start();
    const error = await errorOf(client.registerWebhook({ ...webhook, ...changes } as WebhookRegistration));
    expect(error.code).toBe("webhook_invalid");
    expect(error.message).toMatch(message);
    expect(error.message).not.toMatch(/password|secret-line|secret-blank|gehäim|xxx/);
    expect(api.requests).toEqual([]);
  });

  test.each(["x", "y".repeat(32), "with blanks inside", "!~"])(
    "a secret such as %j will do",
    async (right) => {
      const { client } = await start();
      expect(await client.registerWebhook({ ...webhook, secret: right })).toMatchObject({ action: "create" });
    },
  );
});

test.each([{}, { resources: null }, { resources: { webhooks: {} } }, []])(
  "settings of %j are none",
  async (body) => {
    const { api, client } = await start();
    api.fail({ path: "/settings", body: JSON.stringify(body) });
    const { code, message } = await errorOf(client.registerWebhook(webhook));
    expect(code).toBe("malformed_answer");
    expect(message).toMatch(/^resources\.webhooks must be an array/);
  },
);

test("a webhook of an export that is odd does no harm", async () => {
  const { api, client } = await start();
  const odd = {
    resources: { webhooks: [null, 7, { name: "Our site", event_names: [{ secret: "of-another" }, 7] }] },
  };
  api.fail({ path: "/settings", body: odd });
  const change = await client.registerWebhook(webhook);
  expect(change).toMatchObject({ action: "update", eventNames: webhook.eventNames });
  expect(JSON.stringify(change)).not.toContain("of-another");
});

test("the 40 names and the 3 of the Publish group are all there are", () => {
  expect([generalNames.length, publishNames.length]).toEqual([40, 3]);
  expect([...generalNames, ...publishNames].sort()).toEqual([...eventNames].sort());
});
