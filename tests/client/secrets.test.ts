import { createEvent } from "optimizely-cmp-webhooks/testing";
import { expect, test } from "vitest";
import { errorOf, start, tokensOf } from "./kit.js";

const secrets = {
  clientSecret: "the-client+secret/of=ours (new)!",
  webhook: "the-webhook-secret-of-ours",
  before: "the-webhook-secret-of-before",
};

/** All that a log would show of an error: messages, stacks, members, and those of its causes. */
function shown(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return [error.message, error.stack, JSON.stringify(error), error.cause && shown(error.cause)].join("\n");
}

/** Statuses and forms of an answer that repeats what it was sent. */
const faults = [
  { status: 400, form: "message" },
  { status: 422, form: "detail" },
  { status: 500, form: "text" },
  { status: 503, form: "message" },
  { status: 429, form: "message" },
  { status: 401, form: "message" },
  { status: 200, form: "text" },
  { status: 302, form: "location" },
] as const;

test.each(faults)(
  "no secret is in an error, though a $status sends all of them back as $form",
  async ({ status, form }) => {
    const { api, client, getAccessToken } = await start(
      { retries: 0 },
      { clientSecret: secrets.clientSecret },
    );
    await getAccessToken();
    const event = api.adopt(createEvent("content_preview_requested"));
    const webhook = {
      name: "Ours",
      callbackUrl: "https://x.test/",
      secret: secrets.webhook,
      eventNames: ["task_added"],
    };
    const calls = [
      () => client.follow(api.put("/v3/tasks/1", {})),
      () => client.acknowledgePreview(event, { acknowledgedBy: "us" }),
      () => client.completePreview(event, { Desktop: "https://x.test/" }),
      () =>
        client.reportPublishing(api.adopt(createEvent("asset_published")), [
          { asset_id: "1", status: "failed" },
        ]),
      () => client.registerWebhook(webhook),
    ];
    for (const [index, call] of calls.entries()) {
      // A server can repeat what it was sent: every token, and the secret of a webhook that is registered.
      const count = tokensOf(api);
      const tokens = [count, ...(status === 401 ? [count + 1] : [])].map(
        (each) => `token-${each}-of-the-fake-cmp`,
      );
      const all = [...tokens, ...(index === 4 ? [secrets.webhook] : [])];
      const text = all.join(" ");
      const body = {
        message: { message: `You sent ${text}` },
        detail: { detail: [{ loc: ["body", text], msg: text, type: text }] },
        text: `<p>${text}</p>`,
        location: "",
      }[form];
      const headers = form === "location" ? { location: `https://${tokens[0]}@evil.test/` } : {};
      api.fail({ path: "/v3", status, headers, body, times: status === 401 ? 2 : 1 });
      const error = await call().then(
        () => expect.unreachable(),
        (thrown: unknown) => thrown,
      );
      for (const secret of [...all, ...Object.values(secrets)]) expect(shown(error)).not.toContain(secret);
    }
  },
);

test.each([400, 401, 500])(
  "no client secret is in an error, though a %i of the token endpoint sends it back",
  async (status) => {
    const { api, getAccessToken } = await start({}, { clientSecret: secrets.clientSecret });
    const encoded = new URLSearchParams({ s: secrets.clientSecret }).toString().slice(2);
    api.fail({ status, body: { message: `${secrets.clientSecret} ${encoded}` } });
    const text = shown(await getAccessToken().catch((thrown: unknown) => thrown));
    expect(text).toContain("[secret] [secret]");
    for (const secret of [secrets.clientSecret, encoded]) expect(text).not.toContain(secret);
  },
);

test.each(['quo"te', "back\\slash", "a/b"])(
  "a secret is hidden however the answer writes it in JSON: %s",
  async (secret) => {
    const { api, client } = await start({ retries: 0 });
    const webhook = { name: "Ours", callbackUrl: "https://x.test/", secret, eventNames: ["task_added"] };
    // JSON has several ways to write a character, and some servers write a slash with a backslash before it.
    const echo = JSON.stringify({ detail: [{ loc: ["body"], msg: `No: ${secret}`, type: secret }] });
    api.fail({ path: "/v3", status: 422, body: echo.replaceAll("/", "\\/") });
    const error = await client.registerWebhook(webhook).then(
      () => expect.unreachable(),
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ detail: [{ loc: ["body"], msg: "No: [secret]", type: "[secret]" }] });
    expect(shown(error)).not.toContain(JSON.stringify(secret).slice(1, -1));
  },
);

test("the reason is shown where the token endpoint gives it in OAuth's words", async () => {
  const { api, getAccessToken } = await start();
  api.fail({ status: 400, body: { error: "invalid_client" } });
  expect((await errorOf(getAccessToken())).message).toMatch(/received 400 "invalid_client"\.$/);
});

test.each(['quo"te', "back\\slash", "plain"])(
  "a secret is hidden in a body that the answer quotes as a string: %s",
  async (secret) => {
    const { api, client } = await start({ retries: 0 });
    const webhook = { name: "Ours", callbackUrl: "https://x.test/", secret, eventNames: ["task_added"] };
    api.fail({ path: "/v3", status: 422, body: { message: `No: ${JSON.stringify({ secret })}` } });
    const error = await errorOf(client.registerWebhook(webhook));
    expect(error.message).toContain('{\\"secret\\":\\"[secret]\\"}');
  },
);

test("of the content type of an answer no more is shown than a media type", async () => {
  const { api, client } = await start();
  const link = api.put("/v3/tasks/1", {});
  for (const [type, shown] of [
    ["text/html; token-1-of-the-fake-cmp", "text/html"],
    ["token-1-of-the-fake-cmp", "none"],
  ] as const) {
    api.fail({ path: "/v3", body: "<p>", headers: { "content-type": type } });
    const { message } = await errorOf(client.follow(link));
    expect(message).toMatch(new RegExp(`must be JSON, received ${shown}\\. `));
  }
});
