import { createEvent } from "optimizely-cmp-webhooks/testing";
import { describe, expect, test, vi } from "vitest";
import { callsOf, errorOf } from "./kit.js";
import { page, prepare } from "./previews-kit.js";

describe("handlePreview", () => {
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
