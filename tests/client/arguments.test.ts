import { handlePreview } from "optimizely-cmp-webhooks/client";
import { expect, test } from "vitest";
import { prepareCalls, result, webhook } from "./arguments-kit.js";
import { errorOf, start } from "./kit.js";
import { page } from "./previews-kit.js";

/** The first acknowledgement locks all others out, so that no option may be found wrong after it. */
test.each([
  [{ client: {} }, "client must be a CmpClient, received an object."],
  [{ canRender: undefined }, "canRender must be a function, received undefined."],
  [{ render: null }, "render must be a function, received null."],
  [{ errorPreview: "" }, "errorPreview must be a non-empty string, received an empty string."],
  [{ errorPreview: new URL(page) }, "errorPreview must be a non-empty string, received an object."],
  [{ resume: "no" }, "resume must be a boolean, received a string."],
  [{ spelling: "Snake" }, "spelling must be snake, mixed or camel, received a string."],
  [{ acknowledgedBy: 5 }, "acknowledgedBy must be a non-empty string, received 5."],
])("handlePreview sends nothing with %j", async (wrong, message) => {
  const { api, event, handling } = await prepareCalls();
  const error = await errorOf(handlePreview(event, { ...handling, ...wrong } as never));
  expect(error).toMatchObject({ code: "incomplete", message });
  expect(api.requests).toEqual([]);
});

test.each([
  [{ contentHash: 5 }, "contentHash must be a non-empty string, received 5."],
  [{ spelling: "kebab" }, "spelling must be snake, mixed or camel, received a string."],
])("acknowledgePreview sends nothing with %j", async (wrong, message) => {
  const { api, client, event } = await prepareCalls();
  const error = await errorOf(client.acknowledgePreview(event, { acknowledgedBy: "us", ...wrong } as never));
  expect(error).toMatchObject({ code: "incomplete", message });
  expect(api.requests).toEqual([]);
});

test.each([
  [[], "an array"],
  [null, "null"],
  [undefined, "undefined"],
  [result, "an object"],
  [[null], "an array"],
  [[{}], "an array"],
  [[result, { ...result, status: "" }], "an array"],
])("a report of %j is not sent", async (results, received) => {
  const { api, client, published } = await prepareCalls();
  const error = await errorOf(client.reportPublishing(published, results as never));
  expect(error).toMatchObject({
    code: "incomplete",
    message: `results must be a list of {asset_id, status}, not empty, received ${received}.`,
  });
  expect(api.requests).toEqual([]);
});

test("a report may hold objects with getters that write themselves as JSON", async () => {
  const { api, client, published } = await prepareCalls();
  class Result {
    get asset_id(): string {
      return "1";
    }
    get status(): "failed" {
      return "failed";
    }
    toJSON(): object {
      return result;
    }
  }

  await client.reportPublishing(published, [new Result()]);
  expect(api.requests.at(-1)?.url).toContain("publishing");
});

test("what cannot be written as JSON is not sent", async () => {
  const { api, client, event, handling, published } = await prepareCalls();
  const circle: Record<string, unknown> = { ...result };
  circle["self"] = circle;
  for (const value of [circle, { ...result, count: 1n }]) {
    const reporting = client.reportPublishing(published, [value as never]);
    expect((await errorOf(reporting)).code).toBe("incomplete");
    const previews = { Desktop: { ...value, completed: page } } as never;
    expect((await errorOf(client.completePreview(event, previews))).code).toBe("previews_invalid");
  }
  expect(api.requests).toEqual([]);
  const shown = await handlePreview(event, {
    ...handling,
    render: () => ({ Desktop: { ...circle, completed: page } }) as never,
  });
  expect(shown.outcome).toBe("error_shown");
});

test.each([[page], [[page]], [5]])("previews that are %j in place of pages by label", async (previews) => {
  const { api, client, event } = await prepareCalls();
  const error = await errorOf(client.completePreview(event, previews as never));
  expect(error.code).toBe("previews_invalid");
  expect(api.requests).toEqual([]);
});

test.each([
  [null, "webhook must be an object, received null."],
  [undefined, "webhook must be an object, received undefined."],
  [{ ...webhook, desciption: "x" }, /^webhook must be of name, description, .*, received "desciption"\.$/],
  [{ ...webhook, name: { first: "Ours" } }, "name must be a non-empty string, received an object."],
  [
    { ...webhook, secret: 12_345_678 },
    /^secret must be 1 to 32 visible ASCII characters, .*, received number\.$/,
  ],
  [{ ...webhook, description: 5 }, "description must be a string, received 5."],
  [{ ...webhook, callbackUrl: Symbol("x") }, /^callbackUrl must be an https URL without credentials, /],
  [
    { ...webhook, eventNames: null },
    "eventNames must be a list of names of events, not empty, received null.",
  ],
  [
    { ...webhook, eventNames: "task_added" },
    "eventNames must be a list of names of events, not empty, received a string.",
  ],
  [{ ...webhook, eventNames: [null] }, /^eventNames must be names of events, received object\. /],
])("the webhook %o is not registered", async (wrong, message) => {
  const { api, client } = await start();
  const error = await errorOf(client.registerWebhook(wrong as never, { execute: true }));
  expect(error.code).toBe("webhook_invalid");
  expect(error.message).toMatch(message);
  expect(api.requests).toEqual([]);
});

test.each(["false", 1, null])("execute of %j does not register", async (execute) => {
  const { api, client } = await start();
  const error = await errorOf(client.registerWebhook(webhook, { execute: execute as never }));
  expect(error.message).toMatch(/^execute must be a boolean, received /);
  expect(api.requests).toEqual([]);
});

test.each([undefined, null, 5, ""])("a first link of %j is no empty list", async (link) => {
  const { client } = await start();
  expect((await errorOf(client.pages(link as never).next())).code).toBe("link_not_allowed");
});
