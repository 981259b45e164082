import { createEvent, createRequest, deliver } from "optimizely-cmp-webhooks/testing";
import { describe, expect, it } from "vitest";

const secret = "a-secret-of-our-own-0123456789";
const taskAdded = createEvent("task_added");

describe("createRequest", () => {
  it("has the method, the body and exactly the headers that were recorded of CMP", async () => {
    const organizationId = "68f14361eed1bced7af06985";
    const request = createRequest(taskAdded, { url: "https://example.com/cmp?a=1", secret, organizationId });
    expect(request).toMatchObject({ method: "POST", url: "https://example.com/cmp?a=1", redirect: "manual" });
    expect(Object.fromEntries(request.headers)).toEqual({
      accept: "*/*",
      "accept-encoding": "gzip, deflate",
      "callback-secret": secret,
      "content-type": "application/json",
      "organization-id": organizationId,
      "user-agent": "Welcome-Webhook/1.0",
    });
    expect(await request.text()).toBe(
      `{"event_name": "task_added", "data": {"task": {"id": "${taskAdded.data.task.id}", "links": {"self": "${taskAdded.data.task.links.self}"}}}}`,
    );
  });

  it("has no callback-secret when none is registered", () => {
    expect(createRequest(taskAdded).headers.has("callback-secret")).toBe(false);
  });

  it("cuts the secret at 32 characters, as CMP does", () => {
    const { headers } = createRequest(taskAdded, { secret: "x".repeat(40) });
    expect(headers.get("callback-secret")).toBe("x".repeat(32));
  });

  it("names the organization of the body, or else that of all samples", () => {
    const { organization } = createEvent("asset_published", {}, { seed: 7 }).data;
    const published = createEvent("asset_published", {}, { seed: 7 });
    expect(createRequest(published).headers.get("organization-id")).toBe(organization.id);
    const usual = createEvent("asset_added").data.asset.owner_organization_id;
    expect(createRequest(taskAdded).headers.get("organization-id")).toBe(usual);
    expect(createRequest("{}").headers.get("organization-id")).toBe(usual);
    for (const other of [null, "acme", 5, [], { id: 5 }]) {
      const event = { event_name: "of_tomorrow", data: { organization: other } };
      expect(createRequest(event).headers.get("organization-id")).toBe(usual);
    }
  });

  it("sends a raw body as it is", async () => {
    expect(await createRequest('{"event_name": "x", ').text()).toBe('{"event_name": "x", ');
    const bytes = Uint8Array.of(0xff, 0xfe, 0x00);
    expect(new Uint8Array(await createRequest(bytes).arrayBuffer())).toEqual(bytes);
  });

  it("takes a URL object, and has a default", () => {
    expect(createRequest(taskAdded, { url: new URL("http://a.test/b") }).url).toBe("http://a.test/b");
    expect(createRequest(taskAdded).url).toMatch(/^https:/);
  });

  it.each(["", "/webhooks", "ftp://example.com", "javascript:1", "http://", "https://name:word@example.com"])(
    "refuses %j for a URL",
    (url) => {
      expect(() => createRequest(taskAdded, { url })).toThrow(/^url must be an http or https URL/);
    },
  );

  it("refuses an option that does not exist, and a secret that is no text", () => {
    expect(() => createRequest(taskAdded, { secrt: "x" } as never)).toThrow(
      /^options of createRequest must be/,
    );
    expect(() => createRequest(taskAdded, { secret: 5 as never })).toThrow(
      new TypeError("secret must be a string, received a value of type number"),
    );
  });

  it.each([
    [undefined, "undefined"],
    [null, "null"],
    [5, "5"],
    [[], "an array"],
  ])("refuses %j for an event", async (event, received) => {
    const refusal = new TypeError(`event must be an event, a string or bytes, received ${received}`);
    expect(() => createRequest(event as never)).toThrow(refusal);
    await expect(deliver(() => expect.unreachable(), event as never)).rejects.toThrow(refusal);
  });

  it("refuses headers that are none, and a signal that is none", async () => {
    const target = () => expect.unreachable();
    for (const [wrong, message] of [
      [{ headers: null }, "headers must be an object, received null"],
      [{ headers: 5 }, "headers must be an object, received 5"],
      [{ signal: 5 }, "signal must be an AbortSignal, received 5"],
      [{ signal: null }, "signal must be an AbortSignal, received null"],
    ] as const) {
      await expect(deliver(target, taskAdded, wrong as never)).rejects.toThrow(new TypeError(message));
    }
  });

  it.each([null, 5, {}])("refuses %j for a URL, and says so", (url) => {
    expect(() => createRequest(taskAdded, { url: url as never })).toThrow(
      /^url must be an http or https URL/,
    );
  });

  it("refuses a secret that no header can hold, and does not repeat it", () => {
    for (const bad of ["line\nbreak", "snow\u2603", "nul\0"]) {
      expect(() => createRequest(taskAdded, { secret: bad })).toThrow(
        new TypeError("callback-secret must be a header value, received a character that no header can hold"),
      );
    }
  });
});
