import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import { describe, expect, test } from "vitest";
import { secret } from "../support/client.js";
import { record, taskAdded } from "../support/recorder.js";

/** A host's own kind of request, such as Hono's server for Node has; it tells what was asked of it. */
class HostRequest extends Request {
  readonly asked: string[] = [];

  constructor(body: string, headers: Record<string, string>) {
    super("https://receiver.example/", {
      method: "POST",
      headers: { "callback-secret": secret, ...headers },
      body,
    });
    Object.defineProperty(this, "body", {
      get: () => {
        this.asked.push("stream");
        return Reflect.get(Request.prototype, "body", this);
      },
    });
    answerWith(this, () => {
      this.asked.push("whole");
      return Reflect.apply(Request.prototype.arrayBuffer, this, []);
    });
  }
}

function answerWith(request: Request, value: () => Promise<ArrayBuffer>): void {
  Object.defineProperty(request, "arrayBuffer", { value, configurable: true });
}

const lengthOf = (text: string): Record<string, string> => ({ "content-length": String(text.length) });
const long = taskAdded.padEnd(65_537);

describe("a host's own kind of request", () => {
  test.each([
    ["a small body whole", taskAdded, lengthOf(taskAdded), ["whole"]],
    ["a body of 64 KiB whole", taskAdded.padEnd(65_536), { "content-length": "65536" }, ["whole"]],
    ["a longer body as a stream", long, lengthOf(long), ["stream"]],
    ["a body of undeclared length as a stream", taskAdded, {}, ["stream"]],
    ["a body of nonsensical length as a stream", taskAdded, { "content-length": "few" }, ["stream"]],
  ])("is asked for %s", async (_title, body, headers, asked) => {
    const { receiver, handled } = record();
    const request = new HostRequest(body, headers);

    expect((await toFetchHandler(receiver)(request)).status).toBe(200);
    expect(request.asked).toEqual(asked);
    expect(handled).toEqual([JSON.parse(taskAdded)]);
  });

  test.each([
    ["another secret", { "callback-secret": "guess" }, 401],
    ["more bytes than are allowed", {}, 413],
  ])(
    "is asked for nothing before it is refused with %s, and discarded then",
    async (_title, headers, status) => {
      const { receiver } = record({ maxBodyBytes: 9 });
      const request = new HostRequest(taskAdded, { ...lengthOf(taskAdded), ...headers });
      const askedAtRefusal: string[][] = [];
      receiver.addEventListener("rejected", () => void askedAtRefusal.push([...request.asked]));

      expect((await toFetchHandler(receiver)(request)).status).toBe(status);
      expect(askedAtRefusal).toEqual([[]]);
      expect(request.asked).toEqual(["whole"]);
    },
  );

  test("is refused when its body is longer than it says, and than is allowed", async () => {
    const request = new HostRequest(taskAdded, { "content-length": "5" });

    const response = await toFetchHandler(record({ maxBodyBytes: 9 }).receiver)(request);

    expect(await response.text()).toBe('{"code":"body_too_large"}');
  });

  test("whose body somebody else is reading is announced as consumed", async () => {
    const { receiver, announced } = record();
    const request = new HostRequest(taskAdded, lengthOf(taskAdded));
    request.body?.getReader();

    expect(await (await toFetchHandler(receiver)(request)).text()).toBe('{"code":"body_consumed"}');
    expect(announced).toEqual([{ name: "failed", code: "body_consumed" }]);
  });

  test("whose body breaks off is refused", async () => {
    const { receiver, announced } = record();
    const request = new HostRequest(taskAdded, lengthOf(taskAdded));
    answerWith(request, () => Promise.reject(new Error("reset")));

    expect((await toFetchHandler(receiver)(request)).status).toBe(400);
    expect(announced).toEqual([{ name: "rejected", code: "body_aborted" }]);
  });
});

test("the platform's own request is read as a stream, which is the fastest there", async () => {
  const request = new Request("https://receiver.example/", {
    method: "POST",
    headers: { "callback-secret": secret, ...lengthOf(taskAdded) },
    body: taskAdded,
  });
  answerWith(request, () => Promise.reject(new Error("not to be asked")));

  expect((await toFetchHandler(record().receiver)(request)).status).toBe(200);
});
