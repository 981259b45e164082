import { inspect } from "node:util";
import { createReceiver, EventRouter, ReceiverError } from "optimizely-cmp-webhooks";
import { afterEach, describe, expect, test, vi } from "vitest";
import { taskAdded } from "../support/recorder.js";
import { type DeliveryParts, delivery, makeBench, only } from "./kit.js";

afterEach(() => {
  vi.restoreAllMocks();
});

const mismatch = '{"event_name":"task_added","data":{"task":{"id":5}}}';
const event = JSON.parse(taskAdded);

describe("every announcement has the facts of its delivery", () => {
  test.each<[string, DeliveryParts]>([
    ["handled", {}],
    ["ignored", { body: '{"event_name":"x","data":{}}' }],
    ["rejected", { body: "{" }],
    ["failed", { body: undefined }],
    ["mismatched", { body: mismatch }],
  ])("%s", async (name, parts) => {
    const { router, receiver, told } = makeBench();
    router.on("task_added", () => {});
    const before = new Date();
    await receiver.receive(delivery(parts));
    const { detail } = told[0] ?? {};

    expect(told[0]?.name).toBe(name);
    expect(detail).toMatchObject({
      organizationId: "org-7d1f",
      secretIndex: 0,
      durationMs: expect.any(Number),
    });
    expect(detail?.durationMs).toBeGreaterThanOrEqual(0);
    expect(detail?.receivedAt).toBeInstanceOf(Date);
    expect(detail?.receivedAt.getTime()).toBeGreaterThanOrEqual(before.getTime());
    expect(detail?.receivedAt.getTime()).toBeLessThanOrEqual(Date.now());
  });

  test("what is not known is undefined", async () => {
    const { receiver, told } = makeBench({ secret: null });
    await receiver.receive(delivery({ headers: { "organization-id": undefined } }));
    await receiver.receive(delivery({ method: "GET", headers: { "organization-id": undefined } }));

    for (const { detail } of told)
      expect(detail).toMatchObject({ organizationId: undefined, secretIndex: undefined });
  });
});

test("handled tells the event and how many handlers ran", async () => {
  const { router, receiver, told } = makeBench();
  router.on("task_added", () => {});
  router.on(["task_added"], async () => {});
  router.onAny(() => {});
  router.onUnknown(() => {});
  await receiver.receive(delivery());

  expect(only(told, "handled")).toMatchObject({ event, handlers: 3, late: false });
});

test("ignored tells why", async () => {
  const { router, receiver, told } = makeBench();
  router.onUnknown(() => {});
  await receiver.receive(delivery());
  await receiver.receive(delivery({ body: '{"event_name":"x","data":{}}' }));

  expect(told.map(({ detail }) => detail)).toMatchObject([
    { event, reason: "no_handler", handlers: 0 },
    { event: { event_name: "x" }, reason: "unknown_event", handlers: 1 },
  ]);
});

test("failed tells the event and everything that was thrown", async () => {
  const { router, receiver, told } = makeBench();
  const [first, second] = [new Error("first"), { status: 200 }];
  router.on("task_added", () => Promise.reject(first));
  router.on("task_added", () => {});
  router.on("task_added", () => {
    throw second;
  });
  await receiver.receive(delivery());
  const { error, errors, ...facts } = only(told, "failed");

  expect(facts).toMatchObject({ event, late: false });
  expect(error).toBeInstanceOf(ReceiverError);
  expect(error).toMatchObject({ code: "handler_failed", status: 500 });
  expect(error.cause).toBeInstanceOf(AggregateError);
  expect(errors).toHaveLength(2);
  expect(errors).toEqual(expect.arrayContaining([first, second]));
});

test("rejected tells the event when it alone was at fault", async () => {
  const { receiver, told } = makeBench({ onMismatch: "reject" });
  await receiver.receive(delivery({ body: mismatch }));
  await receiver.receive(delivery({ body: "{}" }));

  expect(told.map(({ detail }) => detail)).toMatchObject([
    { event: JSON.parse(mismatch), error: { code: "payload_mismatch" } },
    { event: undefined, error: { code: "malformed_envelope", issues: [] } },
  ]);
});

test("a refused caller is announced with the organization that he names", async () => {
  const { receiver, told } = makeBench();
  await receiver.receive(delivery({ headers: { "callback-secret": "guess" } }));

  expect(only(told, "rejected")).toMatchObject({ organizationId: "org-7d1f", secretIndex: undefined });
});

test("durationMs is the time since the delivery arrived", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  try {
    vi.advanceTimersByTime(100_000_000);
    const { router, receiver, told } = makeBench();
    router.on("task_added", () => void vi.advanceTimersByTime(25));
    await receiver.receive(delivery());

    expect(told.map(({ detail }) => detail.durationMs)).toEqual([25]);
  } finally {
    vi.useRealTimers();
  }
});

test("a type that does not match is announced with its issues when it is refused", async () => {
  const { receiver, told } = makeBench({ onMismatch: "reject" });
  await receiver.receive(delivery({ body: mismatch }));

  expect(only(told, "rejected").error.issues).toMatchObject([
    { path: "data.task.id" },
    { path: "data.task.links" },
  ]);
});

test("mismatched tells the event and its issues", async () => {
  const { receiver, told } = makeBench();
  await receiver.receive(delivery({ body: mismatch }));

  expect(only(told, "mismatched")).toMatchObject({
    event: JSON.parse(mismatch),
    issues: [
      { path: "data.task.id", expected: "string", received: "number" },
      { path: "data.task.links", expected: "object", received: "missing" },
    ],
  });
});

test.each([
  ["first", 0],
  ["second", 1],
  ["third", 2],
])("secretIndex tells that the %s of three secrets came", async (received, secretIndex) => {
  const { receiver, told } = makeBench({ secret: ["first", "second", "third"] });
  await receiver.receive(delivery({ headers: { "callback-secret": received } }));

  expect(only(told, "ignored").secretIndex).toBe(secretIndex);
});

describe("no secret, right or wrong, is ever told or printed", () => {
  const right = "right-secret-to-be-hidden";
  const guess = "wrong-secret-to-be-hidden";

  test.each<[string, DeliveryParts]>([
    ["a right secret", {}],
    ["a right secret and a body that is no JSON", { body: right }],
    ["a wrong secret", { headers: { "callback-secret": guess } }],
    ["a secret beside others", { headers: { "callback-secret": `${right}, ${guess}` } }],
    ["a consumed body", { body: undefined }],
    ["a wrong method", { method: "PUT" }],
  ])("%s", async (_title, parts) => {
    const print = vi.spyOn(console, "error").mockReturnValue();
    const warn = vi.spyOn(console, "warn").mockReturnValue();
    const headers = { "callback-secret": right, ...parts.headers };
    for (const secret of [right, ["other", right], async () => right]) {
      const { router, receiver, told } = makeBench({ secret });
      const logging = createReceiver({ router: new EventRouter(), secret });
      router.onAny((_event, context) => expect(inspect(context, { depth: 9 })).not.toContain("hidden"));
      const replies = [
        await receiver.receive(delivery({ ...parts, headers })),
        await logging.receive(delivery({ ...parts, headers })),
      ];
      const everything = {
        replies,
        printed: [print.mock.calls, warn.mock.calls],
        facts: told.map(withoutCause),
      };

      expect(inspect(everything, { depth: 9, showHidden: true })).not.toContain("hidden");
      expect(JSON.stringify(everything)).not.toContain("hidden");
    }
  });

  /** The cause of `malformed_json` is the engine's, which quotes the body; all else is ours. */
  function withoutCause({ detail }: { readonly detail: object }): object {
    if (!("error" in detail) || !(detail.error instanceof ReceiverError)) return detail;
    const { message, code, status, issues } = detail.error;
    return { ...detail, error: { message, code, status, issues } };
  }
});
