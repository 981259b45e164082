import { createReceiver, EventRouter, type ReceiverOptions } from "optimizely-cmp-webhooks";
import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from "vitest";
import { secret } from "../support/client.js";
import { delivery } from "./kit.js";

let print: MockInstance<typeof console.error>;

beforeEach(() => {
  print = vi.spyOn(console, "error").mockReturnValue();
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** What is printed: the arguments of each call joined. */
function printed(): string[] {
  return print.mock.calls.map((call) => call.join(" "));
}

/** A receiver whose handlers throw these, one each. */
function makeFailing(thrown: readonly unknown[], options: Partial<ReceiverOptions> = {}) {
  const router = new EventRouter();
  for (const one of thrown) router.onAny(() => Promise.reject(one));
  return createReceiver({ router, secret, ...options });
}

describe("while nobody listens to failed", () => {
  test("each failure is one line, with the event, the code and all that was thrown", async () => {
    const receiver = makeFailing([new Error("first\nsecond line"), "plain", undefined, Object.create(null)]);
    await receiver.receive(delivery());
    await receiver.receive(delivery({ body: undefined }));

    expect(printed()).toHaveLength(2);
    expect(printed()[0]).toMatch(
      /^optimizely-cmp-webhooks: task_added: handler_failed: .*Error: first second line: plain: undefined: \?$/,
    );
    expect(printed()[1]).toMatch(/^optimizely-cmp-webhooks: A delivery: body_consumed: /);
  });

  test("a line stays one line, whatever the event is called", async () => {
    const receiver = makeFailing(["a\u2028b\u2029c\r\nd"]);
    const body = JSON.stringify({ event_name: "x\noptimizely-cmp-webhooks: forged\u2028", data: {} });
    await receiver.receive(delivery({ body }));

    expect(printed()).toHaveLength(1);
    expect(printed()[0]).not.toMatch(/[\n\r\u2028\u2029]/);
  });

  test("the other announcements print nothing", async () => {
    const receiver = makeFailing([]);
    await receiver.receive(delivery());
    await receiver.receive(delivery({ method: "GET" }));
    await receiver.receive(delivery({ body: '{"event_name":"task_added","data":{}}' }));
    await receiver.receive(delivery({ headers: { "callback-secret": "guess" } }));

    expect(printed()).toEqual([]);
  });

  test("nothing is printed when it is to be quiet, and the answer is the same", async () => {
    const receiver = makeFailing(["x"], { quiet: true });

    expect((await receiver.receive(delivery())).status).toBe(500);
    expect(printed()).toEqual([]);
  });

  test("a listener to something else does not silence it", async () => {
    const receiver = makeFailing(["x"]);
    receiver.addEventListener("handled", () => {});
    receiver.addEventListener("rejected", () => {});
    await receiver.receive(delivery());

    expect(printed()).toHaveLength(1);
  });
});

describe("while somebody listens to failed", () => {
  test("nothing is printed", async () => {
    const receiver = makeFailing(["x"]);
    receiver.addEventListener("failed", () => {});
    await receiver.receive(delivery());

    expect(printed()).toEqual([]);
  });

  test("the console takes over again when the listener has gone", async () => {
    const receiver = makeFailing(["x"]);
    const controller = new AbortController();
    const listener = () => {};
    const deliver = () => receiver.receive(delivery());
    receiver.addEventListener("failed", listener);
    receiver.addEventListener("failed", () => {}, { once: true });
    receiver.addEventListener("failed", () => {}, { signal: controller.signal });

    await deliver();
    receiver.removeEventListener("failed", listener);
    await deliver();
    expect(printed()).toEqual([]);

    controller.abort();
    await deliver();
    expect(printed()).toHaveLength(1);
  });

  test("a listener that fails is printed, unless it is to be quiet", async () => {
    for (const quiet of [false, true]) {
      const receiver = makeFailing(["x"], { quiet });
      receiver.addEventListener("failed", () => {
        throw new Error("listener");
      });
      await receiver.receive(delivery());
    }

    await vi.waitFor(() => expect(printed()).toEqual([expect.stringContaining("A listener failed")]));
  });
});
