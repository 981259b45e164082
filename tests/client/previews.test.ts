import { handlePreview } from "optimizely-cmp-webhooks/client";
import { describe, expect, test, vi } from "vitest";
import { callsOf, errorOf } from "./kit.js";
import { page, prepare } from "./previews-kit.js";

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
