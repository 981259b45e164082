import { type HandlePreviewOptions, handlePreview } from "optimizely-cmp-webhooks/client";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { describe, expect, test, vi } from "vitest";
import { callsOf, errorOf, start } from "./kit.js";

const page = "https://preview.example.com/1";

/** A fake CMP with a preview to be answered, and the options to answer it with. */
async function prepare(
  options: Parameters<typeof start>[0] = {},
  apiOptions: Parameters<typeof start>[1] = {},
) {
  const { api, client } = await start(options, apiOptions);
  const event = api.adopt(createEvent("content_preview_requested"));
  const path = new URL(event.data.links.acknowledge).pathname.replace(/\/acknowledge$/, "");
  const handle = (changes: Partial<HandlePreviewOptions> = {}) =>
    handlePreview(event, {
      client,
      acknowledgedBy: "our-site",
      canRender: () => true,
      render: () => ({ Desktop: page }),
      ...changes,
    });
  /** What was posted, by the last step of the path. */
  const posted = () =>
    api.requests
      .filter(({ url }) => url.startsWith(path))
      .map(({ url, body }) => ({ call: url.slice(path.length + 1), body }));
  return { api, client, event, handle, path, preview: () => api.previews.get(path), posted };
}

describe("handlePreview", () => {
  test("decides, acknowledges, renders and completes, in this order", async () => {
    const { api, event, handle, preview, posted } = await prepare();
    const order: string[] = [];
    const [content] = event.data.assets.structured_contents;
    const outcome = await handle({
      canRender(given, whole) {
        expect([given, whole]).toEqual([content, event]);
        order.push(`decided: ${preview()?.state}`);
        return true;
      },
      render(given, whole) {
        expect([given, whole]).toEqual([content, event]);
        order.push(`rendered: ${preview()?.state}`);
        return { Desktop: page, Mobile: { completed: page, name: "Mobile", orderIndex: 1 } };
      },
    });
    const previews = { Desktop: page, Mobile: { completed: page, name: "Mobile", orderIndex: 1 } };
    expect(outcome).toEqual({ outcome: "completed", previews });
    expect(order).toEqual(["decided: requested", "rendered: acknowledged"]);
    const hash = content?.content_body.fields_version.content_hash;
    expect(posted()).toEqual([
      { call: "acknowledge", body: { acknowledged_by: "our-site", content_hash: hash } },
      { call: "complete", body: { keyed_previews: previews } },
    ]);
    expect(callsOf(api)).toHaveLength(2);
    expect(preview()).toMatchObject({
      state: "completed",
      acknowledgedBy: "our-site",
      keyedPreviews: previews,
    });
  });

  test("takes 202 for success as well as 200", async () => {
    const { handle } = await prepare({}, { previewStatus: 202 });
    expect((await handle()).outcome).toBe("completed");
  });

  test("sends nothing when it cannot render any content", async () => {
    const { api, handle, preview } = await prepare();
    const render = vi.fn();
    expect(await handle({ canRender: async () => false, render })).toEqual({ outcome: "not_renderable" });
    expect(render).not.toHaveBeenCalled();
    expect(api.requests).toEqual([]);
    expect(preview()?.state).toBe("requested");
  });

  test("sends nothing when canRender fails", async () => {
    const { api, handle } = await prepare();
    const failing = handle({ canRender: () => Promise.reject(new Error("no types known yet")) });
    await expect(failing).rejects.toThrow("no types known yet");
    expect(api.requests).toEqual([]);
  });

  test("acknowledges the first content that it can render", async () => {
    const { api, client, event } = await prepare();
    const [first] = event.data.assets.structured_contents;
    const second = structuredClone(first);
    if (second) second.content_body.fields_version.content_hash = "hash-of-the-second";
    const both = api.adopt({
      ...event,
      data: {
        ...event.data,
        assets: { structured_contents: [first, second].filter((each) => each !== undefined) },
      },
    });
    const rendered: unknown[] = [];
    const { outcome } = await handlePreview(both, {
      client,
      acknowledgedBy: "our-site",
      canRender: ({ content_body }) => content_body.fields_version.content_hash === "hash-of-the-second",
      render: (content) => {
        rendered.push(content.content_body.fields_version.content_hash);
        return { Desktop: page };
      },
    });
    expect(outcome).toBe("completed");
    expect(rendered).toEqual(["hash-of-the-second"]);
    expect(api.requests[1]?.body).toMatchObject({ content_hash: "hash-of-the-second" });
  });

  test.each([
    ["throws", () => Promise.reject(new Error("password=hunter2")), /hunter2/],
    ["gives no preview", () => ({}), /^previews must be one page or more by label, received none/],
    ["gives nothing", () => undefined as never, /^previews must be/],
    [
      "gives an empty address",
      () => ({ Desktop: "" }),
      /^The URL of Desktop must be of 1 to 65536 characters, received 0/,
    ],
    [
      "gives a URL of 65,537 characters",
      () => ({ Desktop: `https://x.test/${"x".repeat(65_522)}` }),
      /received 65537/,
    ],
    ["gives no address", () => ({ Desktop: { name: "x" } as never }), /received 0/],
  ])("shows an error, and not its reason, when render %s", async (_name, render, reason) => {
    const { handle, preview } = await prepare();
    const outcome = await handle({ render });
    expect(outcome).toMatchObject({
      outcome: "error_shown",
      error: { message: expect.stringMatching(reason) },
    });
    expect(preview()).toMatchObject({
      state: "completed",
      keyedPreviews: { Preview: { error: "The preview could not be rendered." } },
    });
  });

  test("shows the error page that is given", async () => {
    const { handle, preview } = await prepare();
    const render = () => Promise.reject(new Error("broken"));
    await handle({ render, errorPreview: "https://preview.example.com/error" });
    expect(preview()?.keyedPreviews).toEqual({ Preview: { error: "https://preview.example.com/error" } });
  });

  test("a URL of 65,536 characters will do", async () => {
    const { handle } = await prepare();
    const render = () => ({ Desktop: { completed: `https://x.test/${"x".repeat(65_521)}` } });
    expect((await handle({ render })).outcome).toBe("completed");
  });

  test("leaves to others what others have acknowledged", async () => {
    const { client, event, handle } = await prepare();
    const render = vi.fn();
    await client.acknowledgePreview(event, { acknowledgedBy: "another site" });
    expect(await handle({ render })).toEqual({ outcome: "already_acknowledged" });
    expect(render).not.toHaveBeenCalled();
  });

  test("goes on with resume, since the acknowledgement may be its own", async () => {
    const { client, event, handle, preview } = await prepare();
    await client.acknowledgePreview(event, { acknowledgedBy: "our-site" });
    expect((await handle({ resume: true })).outcome).toBe("completed");
    expect(preview()?.state).toBe("completed");
  });

  test("does nothing about a preview that is not waited for", async () => {
    const { handle, preview } = await prepare();
    const found = preview();
    if (found) found.state = "expired";
    expect(await handle()).toEqual({ outcome: "wrong_state" });
  });

  test("tells when the preview was no longer waited for in the end", async () => {
    const { handle, preview } = await prepare();
    const render = () => {
      const found = preview();
      if (found) found.state = "expired";
      return { Desktop: page };
    };
    expect(await handle({ render })).toEqual({ outcome: "wrong_state" });
  });

  test("fails when CMP cannot be reached, so that the event is delivered again", async () => {
    const { api, handle } = await prepare({ retries: 0 });
    api.fail({ path: "/complete", status: 503 });
    expect((await errorOf(handle())).code).toBe("unavailable");
  });

  test("a 409 after an attempt without an answer is its own acknowledgement", async () => {
    const { api, handle, preview } = await prepare();
    api.fail({ path: "/acknowledge", kind: "lose" });
    expect((await handle()).outcome).toBe("completed");
    expect(preview()?.state).toBe("completed");
    expect(callsOf(api).map((call) => call.slice(-3))).toEqual(["e 0", "409", "200"]);
  });

  test("a 409 after a 429 is not", async () => {
    const { api, client, event, handle } = await prepare();
    await client.acknowledgePreview(event, { acknowledgedBy: "another site" });
    api.fail({ path: "/acknowledge", status: 429 });
    expect(await handle()).toEqual({ outcome: "already_acknowledged" });
  });

  test("a 422 keeps where it is wrong", async () => {
    const { api, handle } = await prepare();
    const detail = [{ loc: ["body", "content_hash"], msg: "field required", type: "value_error.missing" }];
    api.fail({ path: "/acknowledge", status: 422, body: { detail } });
    const error = await errorOf(handle());
    expect(error).toMatchObject({ code: "request_failed", status: 422, detail });
    expect(error.message).toContain('"content_hash"');
  });

  test("an answer that is a page is none, and one in other words is", async () => {
    const { api, handle, event } = await prepare();
    api.fail({ path: "/acknowledge", body: "<html>Log in" });
    expect((await errorOf(handle())).code).toBe("malformed_answer");
    api.adopt(createEvent("content_preview_requested"));
    api.fail({ path: "/complete", body: "OK" });
    expect((await handle()).outcome, event.event_name).toBe("completed");
  });

  test.each([
    ["snake", "acknowledged_by", "keyed_previews"],
    ["mixed", "acknowledged_by", "keyedPreviews"],
    ["camel", "acknowledgedBy", "keyedPreviews"],
  ] as const)("spells in %s case", async (spelling, by, previews) => {
    const { handle, posted } = await prepare();
    expect((await handle({ spelling })).outcome).toBe("completed");
    expect(posted().map(({ body }) => Object.keys(body as object)[0])).toEqual([by, previews]);
  });

  test("ends with its signal", async () => {
    const { handle } = await prepare();
    expect((await errorOf(handle({ signal: AbortSignal.abort() }))).code).toBe("aborted");
  });
});

describe("an event that lacks something is not acknowledged", () => {
  test.each([
    [
      "no content_hash",
      { fields_version: {} },
      undefined,
      "data.assets.structured_contents.0.content_body.fields_version.content_hash",
    ],
    [
      "no fields_version",
      {},
      undefined,
      "data.assets.structured_contents.0.content_body.fields_version.content_hash",
    ],
    [
      "no link to complete",
      undefined,
      { acknowledge: "https://api.cmp.optimizely.com/a" },
      "data.links.complete",
    ],
    [
      "no link to acknowledge",
      undefined,
      { complete: "https://api.cmp.optimizely.com/c" },
      "data.links.acknowledge",
    ],
    ["no links", undefined, null, "data.links.complete"],
  ])("%s", async (_name, body, links, path) => {
    const { api, client, event } = await prepare();
    const [content] = event.data.assets.structured_contents;
    const changed = {
      ...event,
      data: {
        ...event.data,
        ...(links === undefined ? {} : { links }),
        ...(body && { assets: { structured_contents: [{ ...content, content_body: body }] } }),
      },
    };
    const options = {
      client,
      acknowledgedBy: "us",
      canRender: () => true,
      render: () => ({ Desktop: page }),
    };
    const error = await errorOf(handlePreview(changed as never, options));
    expect(error.code).toBe("incomplete");
    expect(error.message).toMatch(
      new RegExp(
        `^${path} must be a non-empty string, received (undefined|object)\\. Hand over the event as CMP sent it\\.$`,
      ),
    );
    expect(api.requests).toEqual([]);
  });

  test("a link to complete that leads elsewhere", async () => {
    const { api, event, client } = await prepare();
    const links = { ...event.data.links, complete: "https://evil.test/complete" };
    const changed = { ...event, data: { ...event.data, links } };
    const options = {
      client,
      acknowledgedBy: "us",
      canRender: () => true,
      render: () => ({ Desktop: page }),
    };
    expect((await errorOf(handlePreview(changed, options))).code).toBe("link_not_allowed");
    expect(api.requests).toEqual([]);
  });

  test("an event without contents, or without assets, is not renderable", async () => {
    const { client, event } = await prepare();
    const options = {
      client,
      acknowledgedBy: "us",
      canRender: () => true,
      render: () => ({ Desktop: page }),
    };
    for (const assets of [
      { structured_contents: [] },
      { structured_contents: "none" },
      {},
      null,
      undefined,
    ]) {
      const changed = { ...event, data: { ...event.data, assets } };
      expect(await handlePreview(changed as never, options)).toEqual({ outcome: "not_renderable" });
    }
  });

  test.each(["", undefined])("acknowledgedBy %j", async (acknowledgedBy) => {
    const { api, handle } = await prepare();
    const error = await errorOf(handle({ acknowledgedBy: acknowledgedBy as string }));
    expect(error.message).toMatch(/^acknowledgedBy must be a non-empty string/);
    expect(api.requests).toEqual([]);
  });
});

describe("the calls by themselves", () => {
  test("acknowledge the first content, complete, and tell by outcome what CMP says", async () => {
    const { client, event } = await prepare();
    const acknowledge = () => client.acknowledgePreview(event, { acknowledgedBy: "us" });
    const complete = () => client.completePreview(event, { Desktop: page });
    expect(await complete()).toEqual({ outcome: "wrong_state", status: 412 });
    expect(await acknowledge()).toEqual({ outcome: "done", status: 200 });
    expect(await acknowledge()).toEqual({ outcome: "already_acknowledged", status: 409 });
    expect(await complete()).toEqual({ outcome: "done", status: 200 });
    expect(await complete()).toEqual({ outcome: "wrong_state", status: 412 });
    expect(await acknowledge()).toEqual({ outcome: "wrong_state", status: 412 });
  });

  test("what CMP would not take is not sent", async () => {
    const { api, client, event } = await prepare();
    expect((await errorOf(client.completePreview(event, {}))).code).toBe("previews_invalid");
    expect(api.requests).toEqual([]);
  });
});
